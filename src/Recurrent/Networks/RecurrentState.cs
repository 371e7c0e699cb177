using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Recurrent.Networks;

/// <summary>What a session carries from step to step, whatever its model; one value that can be copied and stored.</summary>
public sealed class RecurrentState
{
    /// <summary>A zero state of <paramref name="length"/> floats (<see cref="RecurrentNetwork.StateLength"/>).</summary>
    public RecurrentState(int length)
    {
        Values = new float[length];
    }

    /// <summary>Takes over stored values.</summary>
    /// <param name="values">As <see cref="Values"/> describes them.</param>
    public RecurrentState(float[] values)
    {
        Values = values;
    }

    /// <summary>
    /// <c>h</c>, and for LSTM <c>c</c>, of every layer: <c>[layer, 1 or 2, padded hidden]</c>; with attention, then <c>a</c>.
    /// Padding is zero. Empty for a model that keeps nothing from step to step.
    /// </summary>
    public float[] Values { get; }

    /// <summary>Steps taken since the start of the sequence.</summary>
    public long Steps { get; set; }

    /// <summary>Where the session stands in its stream of random numbers.</summary>
    public SamplerState Sampler { get; set; }

    /// <summary>The end of the text so far that more text may still change, for instance half a word.</summary>
    public string PendingText { get; set; } = "";

    /// <summary>
    /// Inputs that are not answered yet: what a model with look-ahead has read and not said its output for, or what a model that
    /// reads whole sequences has taken so far.
    /// </summary>
    public SequenceInputs Waiting { get; set; } = SequenceInputs.None;

    /// <summary>Whether the encoder has read its source, so that the decoder goes on from here.</summary>
    public bool Encoded { get; set; }

    /// <summary>What the decoder attends to; null without attention, and before the source is encoded.</summary>
    public AttentionMemory? Memory { get; set; }

    /// <summary>A beam search in progress; null when none is.</summary>
    public BeamState? Beams { get; set; }

    /// <summary>An independent copy.</summary>
    public RecurrentState Clone() => new((float[])Values.Clone())
    {
        Steps = Steps,
        Sampler = Sampler,
        PendingText = PendingText,
        Waiting = Waiting,
        Encoded = Encoded,
        Memory = Memory,
        Beams = Beams,
    };

    /// <summary>Back to the start of a sequence. The sampler goes on, so that the next sequence differs from this one.</summary>
    public void StartSequence()
    {
        Array.Clear(Values);
        Steps = 0;
        PendingText = "";
        Waiting = SequenceInputs.None;
        Encoded = false;
        Memory = null;
        Beams = null;
    }
}
