using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Grains.Batching;

/// <summary>Collects what a frame's steps give out and hands it on in parts.</summary>
/// <param name="partSteps">Outputs of one part.</param>
/// <param name="end">Whether the frame ends the sequence.</param>
internal sealed class AnswerWriter(int partSteps, bool end)
{
    // Half of the block that a message of the streams must fit into.
    private const int PartBytesLimit = 512 << 10;

    // Of an output without its texts and vectors, generously.
    private const int OutputBytes = 64;

    private readonly List<StepOutput> _outputs = [];
    private int _bytes;

    /// <summary>The parts that are ready.</summary>
    public FramePartQueue Parts { get; } = new();

    /// <summary>Gives something out.</summary>
    public void Emit(StepOutput output)
    {
        // A full part leaves when the next output is there: the part behind it then is never an empty last one.
        var bytes = Bytes(output);
        if (_outputs.Count == partSteps || (_outputs.Count > 0 && _bytes + bytes > PartBytesLimit))
        {
            Parts.Add(new FramePart([.. _outputs], Last: false, EndOfSequence: false));
            _outputs.Clear();
            _bytes = 0;
        }

        _outputs.Add(output);
        _bytes += bytes;
    }

    private static int Bytes(StepOutput output) => OutputBytes
        + sizeof(char) * (output.Token?.Length ?? 0)
        + sizeof(float) * ((output.Probabilities?.Length ?? 0) + (output.Features?.Length ?? 0));

    /// <summary>Whether the sequence ends with this answer: the frame says so, or the model did.</summary>
    public bool EndsSequence { get; private set; } = end;

    /// <summary>The model ended the sequence itself.</summary>
    public void EndSequence() => EndsSequence = true;

    /// <summary>Nothing comes any more: the last part leaves, or the failure.</summary>
    public void Complete(Exception? failure)
    {
        if (failure is null)
        {
            Parts.Add(new FramePart([.. _outputs], Last: true, EndsSequence));
        }
        else
        {
            Parts.Fail(failure);
        }
    }
}
