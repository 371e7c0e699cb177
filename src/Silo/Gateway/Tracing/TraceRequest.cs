namespace RnnCluster.Silo.Gateway.Tracing;

/// <summary>What is to be traced.</summary>
internal sealed record TraceRequest
{
    /// <summary>What the model reads; for an encoder-decoder, the source.</summary>
    public string? Text { get; init; }

    /// <summary>What a model of feature vectors reads.</summary>
    public float[][]? Features { get; init; }

    /// <summary>For an encoder-decoder: the tokens that it wrote.</summary>
    public string[]? Target { get; init; }
}
