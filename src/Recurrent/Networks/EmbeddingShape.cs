namespace RnnCluster.Recurrent.Networks;

/// <summary>One embedding table: row <c>id</c> is the vector of the token, or token feature, <c>id</c>.</summary>
/// <param name="Name">Name of the module in the <c>state_dict</c>; the tensor is <c>Name.weight</c>, <c>[Rows, Size]</c>.</param>
/// <param name="Rows">Number of ids, at least 1.</param>
/// <param name="Size">Length of one vector, at least 1.</param>
public sealed record EmbeddingShape(string Name, int Rows, int Size);
