using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Grains.Batching;

/// <summary>Collects what a frame's steps give out and hands it on in parts.</summary>
/// <param name="partSteps">Outputs of one part.</param>
/// <param name="outputs">Outputs that are likely to come; an answer that has just so many is not copied.</param>
/// <param name="end">Whether the frame ends the sequence.</param>
internal sealed class AnswerWriter(int partSteps, int outputs, bool end)
{
    // Answers of others travel in the same message and wait for it.
    private const int PartBytesLimit = 512 << 10;

    // Of an output without its texts and vectors, generously.
    private const int OutputBytes = 64;

    private const int LeastRoom = 4;

    private StepOutput[] _outputs = [];
    private int _count;
    private int _bytes;

    /// <summary>The parts that are ready.</summary>
    public FramePartQueue Parts { get; } = new();

    /// <summary>Gives something out.</summary>
    public void Emit(StepOutput output)
    {
        // A full part leaves when the next output is there: the part behind it then is never an empty last one.
        var bytes = Bytes(output);
        if (_count == partSteps || (_count > 0 && _bytes + bytes > PartBytesLimit))
        {
            Parts.Add(new FramePart(Cut(), Last: false, EndOfSequence: false));
        }

        if (_count == _outputs.Length)
        {
            var room = _count == 0 ? Math.Max(outputs, 1) : Math.Max(2 * _count, LeastRoom);
            Array.Resize(ref _outputs, Math.Min(room, partSteps));
        }

        _outputs[_count++] = output;
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
            Parts.Add(new FramePart(Cut(), Last: true, EndsSequence));
        }
        else
        {
            Parts.Fail(failure);
        }
    }

    /// <summary>What was collected since the last part.</summary>
    private StepOutput[] Cut()
    {
        var part = _count == _outputs.Length ? _outputs : _outputs[.._count];
        _outputs = [];
        _count = 0;
        _bytes = 0;
        return part;
    }
}
