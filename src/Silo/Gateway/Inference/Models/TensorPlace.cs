namespace RnnCluster.Silo.Gateway.Inference.Models;

/// <summary>An input or output that a model has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">Type of the elements.</param>
/// <param name="Shape">Length of each dimension; −1 for any.</param>
internal sealed record TensorPlace(string Name, string Datatype, long[] Shape);
