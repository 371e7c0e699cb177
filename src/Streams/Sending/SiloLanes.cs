using Orleans.Serialization;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Sending;

/// <summary>The lanes of this process to the silos that queues of one provider are on, as far as its senders know.</summary>
internal sealed class SiloLanes(Serializer<List<QueuePart>> serializer, AnswerPatience patience, LiveStreamOptions options)
{
    private readonly Dictionary<SiloAddress, SiloLane> _lanes = [];

    /// <summary>The lane to a silo, for one sender more.</summary>
    public SiloLane Join(SiloAddress silo)
    {
        lock (_lanes)
        {
            if (!_lanes.TryGetValue(silo, out var lane))
            {
                _lanes.Add(silo, lane = new SiloLane(silo, serializer, patience, options));
            }

            lane.Senders++;
            return lane;
        }
    }

    /// <summary>A sender does not use the lane any more; it goes with the last one.</summary>
    public void Leave(SiloLane lane)
    {
        lock (_lanes)
        {
            if (--lane.Senders == 0)
            {
                _lanes.Remove(lane.Silo);
            }
        }
    }
}
