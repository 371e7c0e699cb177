namespace RnnCluster.Engine;

/// <summary>What sessions send.</summary>
internal enum InputKind
{
    /// <summary>Tokens: their products with the input weights are in a table, a step is the recurrent half.</summary>
    Tokens,

    /// <summary>Vectors, one a frame: a step multiplies them.</summary>
    Vectors,
}
