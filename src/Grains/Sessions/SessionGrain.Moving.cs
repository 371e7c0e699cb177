using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Grains.Sessions;

/// <summary>How a session that is awake gets to another silo: behind its queue, or because somebody wants it elsewhere.</summary>
internal sealed partial class SessionGrain
{
    private const string SettledName = "rnn.settled";

    // Somebody wants it where it is, or goes: it does not follow its queue.
    private bool _isSettled;
    private bool _isSent;

    private StreamId Input => RnnStreams.Input(_key);

    public Task<SessionMove> MoveAsync(string? silo)
    {
        if (RefusalNow() is { } refusal)
        {
            DeactivateOnIdle();
            throw refusal;
        }

        if (_hasLeft)
        {
            throw Gone();
        }

        RequireThere(_session!);
        var here = GrainContext.Address.SiloAddress!;
        var target = host.MoveTargets.Find(Input, silo);
        _isSettled = !target.Equals(host.Locator.Locate(Input));
        if (!target.Equals(here))
        {
            _isSent = true;
            EndReading();
            GrainContext.MigrateTo(target);
        }

        return Task.FromResult(new SessionMove(_key, $"{here.Endpoint}", $"{target.Endpoint}"));
    }

    /// <summary>Moves to the silo that the session's frames arrive on, when that is another one now.</summary>
    private void FollowQueue()
    {
        if (!_isSettled && host.Locator.Locate(Input) is { } silo && !silo.Equals(GrainContext.Address.SiloAddress))
        {
            EndReading();
            GrainContext.MigrateTo(silo);
        }
    }
}
