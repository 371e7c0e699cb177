namespace RnnCluster.Streams.Queues;

/// <summary>How many batches of each stream there are somewhere; a stream without any costs nothing.</summary>
internal sealed class StreamCounts
{
    private readonly Dictionary<StreamId, int> _counts = [];

    /// <summary>Streams that have batches.</summary>
    public int Streams => _counts.Count;

    public bool Has(StreamId stream) => _counts.ContainsKey(stream);

    public void Enter(StreamId stream) => _counts[stream] = _counts.GetValueOrDefault(stream) + 1;

    public void Leave(StreamId stream)
    {
        if (_counts.TryGetValue(stream, out var count) && count > 1)
        {
            _counts[stream] = count - 1;
        }
        else
        {
            _counts.Remove(stream);
        }
    }
}
