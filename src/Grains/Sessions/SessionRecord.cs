using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Sessions;

/// <summary>A session as it is stored: what it goes on with when its memory is gone.</summary>
[GenerateSerializer, Alias("rnn.SessionRecord")]
internal sealed class SessionRecord
{
    [Id(0)]
    public string ModelVersion { get; set; } = "";

    [Id(1)]
    public long NextSequence { get; set; }

    [Id(2)]
    public string? ReplyTo { get; set; }

    /// <summary>What <see cref="RecurrentState.Sampler"/> starts from, also after a reset.</summary>
    [Id(3)]
    public ulong Seed { get; set; }

    [Id(4)]
    public float[] Values { get; set; } = [];

    [Id(5)]
    public long Steps { get; set; }

    [Id(6)]
    public ulong SamplerSeed { get; set; }

    [Id(7)]
    public ulong SamplerPosition { get; set; }

    [Id(8)]
    public string PendingText { get; set; } = "";

    [Id(9)]
    public string[] WaitingTokens { get; set; } = [];

    [Id(10)]
    public int[] WaitingRows { get; set; } = [];

    [Id(11)]
    public float[][] WaitingFeatures { get; set; } = [];

    [Id(12)]
    public bool Encoded { get; set; }

    /// <summary>Length of the attention memory's vectors; 0 for none.</summary>
    [Id(13)]
    public int MemorySize { get; set; }

    [Id(14)]
    public float[] Memory { get; set; } = [];

    [Id(15)]
    public BeamRecord? Beams { get; set; }

    /// <summary>Name of the model.</summary>
    [Id(16)]
    public string Model { get; set; } = "";

    [Id(17)]
    public SessionDurability Durability { get; set; }

    /// <summary>Counts the activations that took the session over: an older one must not write any more.</summary>
    [Id(18)]
    public long Generation { get; set; }

    /// <summary>The sender has all answers up to this frame; null when it does not say.</summary>
    [Id(19)]
    public long? AnsweredThrough { get; set; }

    /// <summary>Answers to frames that are applied, which the sender may not have.</summary>
    [Id(20)]
    public OutputFrame[] Answers { get; set; } = [];

    /// <summary>Names of the session's snapshots, in order.</summary>
    [Id(21)]
    public string[] Snapshots { get; set; } = [];

    /// <summary>Sequence numbers of frames that broke the session when they were applied, and are refused when they come again.</summary>
    [Id(22)]
    public long[] FailedFrames { get; set; } = [];

    /// <summary>Whether the session goes on from another one, so that its first frame does not start it anew.</summary>
    [Id(23)]
    public bool IsContinued { get; set; }

    /// <summary>Tells the session from earlier ones of the same key.</summary>
    [Id(24)]
    public long Incarnation { get; set; }

    /// <summary>Takes over what the session carries from step to step.</summary>
    public void Store(RecurrentState state)
    {
        Values = state.Values;
        Steps = state.Steps;
        SamplerSeed = state.Sampler.Seed;
        SamplerPosition = state.Sampler.Position;
        PendingText = state.PendingText;
        WaitingTokens = state.Waiting.Tokens;
        WaitingRows = state.Waiting.Rows;
        WaitingFeatures = state.Waiting.Features;
        Encoded = state.Encoded;
        MemorySize = state.Memory?.Size ?? 0;
        Memory = state.Memory?.Values ?? [];
        Beams = state.Beams is { } beams ? BeamRecord.Of(beams) : null;
    }

    /// <summary>The state that was stored.</summary>
    public RecurrentState Restore() => new(Values)
    {
        Steps = Steps,
        Sampler = new SamplerState(SamplerSeed, SamplerPosition),
        PendingText = PendingText,
        Waiting = new SequenceInputs(WaitingTokens, WaitingRows, WaitingFeatures),
        Encoded = Encoded,
        Memory = MemorySize > 0 ? new AttentionMemory(MemorySize, Memory) : null,
        Beams = Beams?.Restore(),
    };
}
