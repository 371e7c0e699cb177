using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Oracle.Frames;

/// <summary>What a session is sent under one sequence number.</summary>
/// <param name="Input">What the network reads.</param>
/// <param name="Generation">What it generates then.</param>
/// <param name="End">Whether the sequence ends here.</param>
/// <param name="Scores">Whether all probabilities are asked for.</param>
internal sealed record SessionFrame(
    FrameInput? Input = null, GenerationRequest? Generation = null, bool End = false, bool Scores = false)
{
    /// <summary>The frame as it travels.</summary>
    public InputFrame Numbered(long sequence) => new()
    {
        Sequence = sequence,
        Input = Input,
        Generation = Generation,
        End = End,
        Scores = Scores,
    };
}
