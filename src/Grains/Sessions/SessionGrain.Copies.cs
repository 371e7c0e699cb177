using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Grains.Sessions;

/// <summary>Copies of the session: under a name beside it, as another session, as a file; and the way back from them.</summary>
internal sealed partial class SessionGrain
{
    public Task<SessionPosition> SnapshotAsync(string name) => InTurnAsync(async session =>
    {
        // A name is as short and plain as an id.
        if (!SessionKey.TryParse($"x/{name}", out _, out var fault))
        {
            throw new SessionException(ErrorCodes.UnknownSnapshot, $"a snapshot is named like a session: {fault}");
        }

        var before = await host.Checkpoints.ReadAsync(this.GetGrainId(), SnapshotName(name));
        await host.Checkpoints.WriteAsync(this.GetGrainId(), SnapshotName(name), Copy(session), before.ETag);
        session.AddSnapshot(name);
        return await StoreChangeAsync(session);
    });

    public async Task<IReadOnlyList<string>> ListSnapshotsAsync()
    {
        IReadOnlyList<string> names = [];
        await InTurnAsync(session =>
        {
            names = session.Snapshots;
            return ValueTask.FromResult(session.Position);
        });
        return names;
    }

    public Task<SessionPosition> RewindAsync(string name) => InTurnAsync(async session =>
    {
        var snapshot = await host.Checkpoints.ReadAsync(this.GetGrainId(), SnapshotName(name));
        if (snapshot.Content is null)
        {
            throw new SessionException(ErrorCodes.UnknownSnapshot,
                $"session {_key} has no snapshot '{name}'; it has {(session.Snapshots.Count == 0 ? "none" : string.Join(", ", session.Snapshots))}");
        }

        session.Rewind(host.Checkpoints.Format.Decode(snapshot.Content));
        return await StoreChangeAsync(session);
    });

    public async Task<SessionPosition> ForkAsync(string newId)
    {
        byte[] copy = [];
        await InTurnAsync(session =>
        {
            copy = Copy(session);
            return ValueTask.FromResult(session.Position);
        });
        if (!SessionKey.TryParse($"{_key[.._key.IndexOf('/', StringComparison.Ordinal)]}/{newId}", out var key, out var fault))
        {
            throw new SessionException(ErrorCodes.BadSessionKey, fault);
        }

        return await GrainFactory.GetGrain<ISessionGrain>(key.ToString()).ImportAsync(copy, continueSequence: false);
    }

    public async Task<SessionExport> ExportAsync()
    {
        byte[] content = [];
        var position = await InTurnAsync(session =>
        {
            content = Copy(session);
            return ValueTask.FromResult(session.Position);
        });
        return new SessionExport(_key, position.ModelVersion, position.NextSequence, content);
    }

    public Task<SessionPosition> ImportAsync(byte[] content, bool continueSequence) => InTurnAsync(async session =>
    {
        if (session.HasBegun || _etag is not null)
        {
            throw new SessionException(ErrorCodes.SessionExists, $"session {_key} is there already, before frame {session.NextSequence}; close it first");
        }

        var record = host.Checkpoints.Format.Decode(content);
        (record.IsContinued, record.Incarnation) = (true, session.Incarnation);
        record.NextSequence = continueSequence ? record.NextSequence : 0;
        _session = session = await AdmitAsync(record);
        _inbox.Restart(session.NextSequence);
        session.MarkDirty();
        return await StoreChangeAsync(session);
    });

    private static string SnapshotName(string name) => $"snapshot-{name}";

    /// <summary>The session's record without what belongs to its senders.</summary>
    private byte[] Copy(LiveSession session)
    {
        var record = session.ToRecord(generation: 0);
        (record.ReplyTo, record.AnsweredThrough, record.Answers, record.Snapshots) = (null, null, [], []);
        return host.Checkpoints.Format.Encode(record);
    }
}
