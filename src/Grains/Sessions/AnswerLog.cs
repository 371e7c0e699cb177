using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Grains.Sessions;

/// <summary>The newest answers of a session, kept for senders that did not hear them, until they say that they did.</summary>
internal sealed class AnswerLog(int valuesLimit)
{
    private Queue<OutputFrame>? _parts;
    private int _values;
    private long _lostThrough = -1;
    private long _goneSequence = -1;
    private int _gonePart = int.MaxValue;

    /// <summary>All that are kept, the oldest first.</summary>
    public IReadOnlyCollection<OutputFrame> Parts => _parts ?? (IReadOnlyCollection<OutputFrame>)[];

    /// <summary>The last part that is not kept any more; all behind it are, or are yet to come.</summary>
    public (long Sequence, int Part) Gone => (_goneSequence, _gonePart);

    /// <summary>Goes on with the answers that a stored session kept.</summary>
    /// <param name="parts">The answers, the oldest first.</param>
    /// <param name="nextSequence">The frame that is answered next.</param>
    public void Restore(OutputFrame[] parts, long nextSequence)
    {
        (_goneSequence, _gonePart) = parts switch
        {
            [{ Part: > 0 } first, ..] => (first.Sequence, first.Part - 1),
            [var first, ..] => (first.Sequence - 1, int.MaxValue),
            _ => (nextSequence - 1, int.MaxValue),
        };
        foreach (var part in parts)
        {
            Add(part);
        }
    }

    /// <summary>Keeps a part and forgets the oldest ones beyond the limit.</summary>
    public void Add(OutputFrame part)
    {
        _parts ??= new Queue<OutputFrame>();
        _parts.Enqueue(part);
        _values += Weight(part);
        while (_values > valuesLimit && _parts.TryDequeue(out var oldest))
        {
            _values -= Weight(oldest);
            _lostThrough = oldest.Sequence;
            (_goneSequence, _gonePart) = (oldest.Sequence, oldest.Part);
        }
    }

    /// <summary>Whether all answers behind <paramref name="sequence"/> are kept.</summary>
    public bool IsCompleteBehind(long sequence) => _lostThrough <= sequence;

    /// <summary>Lets go of the answers up to <paramref name="sequence"/>: their sender has them.</summary>
    public void Forget(long sequence)
    {
        while (_parts is not null && _parts.TryPeek(out var oldest) && oldest.Sequence <= sequence)
        {
            _parts.Dequeue();
            _values -= Weight(oldest);
            (_goneSequence, _gonePart) = (oldest.Sequence, oldest.Part);
        }
    }

    /// <summary>All parts of the answer to frame <paramref name="sequence"/>; empty when some are gone.</summary>
    public IReadOnlyList<OutputFrame> Find(long sequence)
    {
        var parts = Parts.Where(part => part.Sequence == sequence).ToList();
        return parts.Count > 0 && parts[0].Part == 0 ? parts : [];
    }

    /// <summary>How much room a part takes.</summary>
    public static int Weight(OutputFrame part)
    {
        var weight = 0;
        foreach (ref readonly var output in part.Outputs.AsSpan())
        {
            weight += Math.Max(1, output.Probabilities?.Length ?? output.Features?.Length ?? 0);
        }

        // An answer without outputs takes room too.
        return Math.Max(1, weight);
    }
}
