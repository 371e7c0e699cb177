using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Cli.Inference;

/// <summary>An output line of <c>rnn infer</c>: the answer to a frame, or what is wrong with a line.</summary>
internal sealed record InferenceOutput
{
    /// <summary>Number of the input line, from 1; only for lines that are no frame.</summary>
    public long? Line { get; init; }

    public string? Session { get; init; }

    public long? Sequence { get; init; }

    public IReadOnlyList<StepOutput>? Outputs { get; init; }

    /// <summary>The generated tokens of <see cref="Outputs"/>, put together.</summary>
    public string? Text { get; init; }

    /// <summary>True when the sequence ended here.</summary>
    public bool? End { get; init; }

    public FrameError? Error { get; init; }
}
