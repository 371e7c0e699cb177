namespace RnnCluster.Streams.Attaching;

/// <summary>A grain that is handed the events of a stream without a call. Its queue's lock guards both methods.</summary>
internal interface IAttachment
{
    /// <summary>Hands events over; the grain takes them on its own scheduler.</summary>
    void Post(LiveBatch batch);

    /// <summary>Takes back what the grain did not begin with yet.</summary>
    IReadOnlyList<LiveBatch> TakeBack();
}
