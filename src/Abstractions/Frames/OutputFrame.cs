namespace RnnCluster.Abstractions.Frames;

/// <summary>One event on an output stream.</summary>
[GenerateSerializer, Immutable, Alias("rnn.OutputFrame")]
public sealed record OutputFrame
{
    /// <summary>Key of the session that speaks.</summary>
    [Id(0)]
    public required string Session { get; init; }

    /// <summary>Sequence number of the input frame that this answers.</summary>
    [Id(1)]
    public required long Sequence { get; init; }

    /// <summary>0, 1, 2 … within the answer.</summary>
    [Id(2)]
    public int Part { get; init; }

    /// <summary>Whether this is the last part of the answer.</summary>
    [Id(3)]
    public bool Last { get; init; } = true;

    /// <summary>One entry a step that gives something out.</summary>
    [Id(4)]
    public StepOutput[] Outputs { get; init; } = [];

    /// <summary>Why the frame was not applied; null when it was.</summary>
    [Id(5)]
    public FrameError? Error { get; init; }

    /// <summary>Whether the sequence ended with this part: the model's end token was drawn, or the frame said so.</summary>
    [Id(6)]
    public bool EndOfSequence { get; init; }

    /// <summary>Not an answer but a request: frames from this sequence number on did not arrive, send them again.</summary>
    [Id(7)]
    public long? ResendFrom { get; init; }

    /// <summary>
    /// Highest sequence number whose frame the sender need not keep to send it again: a checkpoint covers it, or the session has none
    /// that would outlive its silo. −1 for none.
    /// </summary>
    [Id(8)]
    public long DurableThrough { get; init; } = -1;

    /// <summary>Not an answer but news of the session; null for an answer.</summary>
    [Id(9)]
    public Sessions.SessionNotice? Notice { get; init; }

    /// <summary><see cref="InputFrame.Writer"/> of the frame that this answers.</summary>
    [Id(10)]
    public long Writer { get; init; }
}
