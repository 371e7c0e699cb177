using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Json;

/// <summary>An output line of <c>rnn infer</c>: the answer to a frame, or what is wrong with a line.</summary>
public sealed record InferenceOutput
{
    /// <summary>Number of the input line, from 1; only for lines that are no frame.</summary>
    public long? Line { get; init; }

    /// <summary>Id of the session that answers.</summary>
    public string? Session { get; init; }

    /// <summary>Sequence number of the frame that is answered.</summary>
    public long? Sequence { get; init; }

    /// <summary>Number of the part, from 0, where an answer is given in parts; null for a whole answer.</summary>
    public int? Part { get; init; }

    /// <summary>Whether this is the answer's last part; null for a whole answer.</summary>
    public bool? Last { get; init; }

    /// <summary>One entry a step that gives something out.</summary>
    public IReadOnlyList<StepOutput>? Outputs { get; init; }

    /// <summary>The generated tokens of <see cref="Outputs"/>, put together.</summary>
    public string? Text { get; init; }

    /// <summary>True when the sequence ended here.</summary>
    public bool? End { get; init; }

    /// <summary>Why the frame was not applied; null when it was.</summary>
    public FrameError? Error { get; init; }

    /// <summary>Highest sequence number whose frame need not be sent again; null where that is not told.</summary>
    public long? DurableThrough { get; init; }

    /// <summary>Whether the outputs are generated tokens, which make a text: what was read has a label or scores.</summary>
    public static bool IsGenerated(IReadOnlyList<StepOutput> outputs) =>
        outputs.Count > 0 && outputs.All(output => output is { Token: not null, Label: null, Probabilities: null });
}
