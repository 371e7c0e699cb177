namespace RnnCluster.Kernels.Cases;

/// <summary>What a step reads.</summary>
internal enum StepInput
{
    /// <summary>A dense vector a row.</summary>
    Dense,

    /// <summary>A token a row, which stands for a row of an embedding table.</summary>
    Token,
}
