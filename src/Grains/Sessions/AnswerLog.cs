using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Grains.Sessions;

/// <summary>The newest answers of a session, kept for senders that did not hear them.</summary>
internal sealed class AnswerLog(int valuesLimit)
{
    private readonly Queue<OutputFrame> _parts = new();
    private int _values;

    /// <summary>Keeps a part and forgets the oldest ones beyond the limit.</summary>
    public void Add(OutputFrame part)
    {
        _parts.Enqueue(part);
        _values += Weight(part);
        while (_values > valuesLimit && _parts.TryDequeue(out var oldest))
        {
            _values -= Weight(oldest);
        }
    }

    /// <summary>All parts of the answer to frame <paramref name="sequence"/>; empty when some are gone.</summary>
    public IReadOnlyList<OutputFrame> Find(long sequence)
    {
        var parts = _parts.Where(part => part.Sequence == sequence).ToList();
        return parts.Count > 0 && parts[0].Part == 0 ? parts : [];
    }

    // An answer without outputs takes room too.
    private static int Weight(OutputFrame part) => Math.Max(1, part.Outputs.Sum(
        output => Math.Max(1, output.Probabilities?.Length ?? output.Features?.Length ?? 0)));
}
