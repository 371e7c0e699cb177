using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

/// <summary>What can be done to a session that lives in the cluster without sending it frames. Its senders need not know.</summary>
public sealed class SessionControl
{
    private static readonly OpenRequest Existing = new() { MustExist = true };

    private readonly ISessionGrain _grain;
    private readonly PublishPatience _patience;

    internal SessionControl(SessionKey key, ISessionGrain grain, PublishPatience patience)
    {
        Key = key;
        _grain = grain;
        _patience = patience;
    }

    /// <summary>The session's key in the cluster.</summary>
    public SessionKey Key { get; }

    /// <summary>Opens the session, or finds it open, without listening to it.</summary>
    /// <param name="seed">Seed of random sampling; null for one that follows from the session's key.</param>
    /// <param name="durability">When the session's state is stored. Counts, like the seed, only for a new session.</param>
    /// <param name="version">The version of the model, offered or not; null for what new sessions get. Counts only for a new session.</param>
    /// <exception cref="SessionException">The model is unknown or broken, or the silo is full; the code says which.</exception>
    public Task<SessionPosition> OpenAsync(ulong? seed, SessionDurability durability, string? version = null) =>
        _grain.OpenAsync(new OpenRequest { Seed = seed, Durability = durability, ModelVersion = version });

    /// <summary>Back to the start of a sequence with the seed it was opened with; sequence numbers go on.</summary>
    /// <exception cref="SessionException">The session is not there.</exception>
    public async Task<SessionPosition> ResetAsync()
    {
        await GetPositionAsync();
        return await _grain.ResetAsync();
    }

    /// <summary>Where the session stands, after the frames that it has.</summary>
    /// <exception cref="SessionException">The session is not there (<see cref="ErrorCodes.UnknownSession"/>), or cannot live; the code says why.</exception>
    public Task<SessionPosition> GetPositionAsync() => _grain.OpenAsync(Existing);

    /// <summary>Keeps the state as it is now under a name, beside the session; an older snapshot of that name is replaced.</summary>
    /// <exception cref="SessionException">The session is not there, the name is not allowed, or the store cannot be reached.</exception>
    public async Task<SessionPosition> SnapshotAsync(string name)
    {
        await GetPositionAsync();
        return await _grain.SnapshotAsync(name);
    }

    /// <summary>Names of the session's snapshots, in order.</summary>
    /// <exception cref="SessionException">The session is not there.</exception>
    public async Task<IReadOnlyList<string>> ListSnapshotsAsync()
    {
        await GetPositionAsync();
        return await _grain.ListSnapshotsAsync();
    }

    /// <summary>Back to a snapshot's state; sequence numbers go on.</summary>
    /// <exception cref="SessionException">The session or the snapshot is not there, or the store cannot be reached.</exception>
    public async Task<SessionPosition> RewindAsync(string name)
    {
        await GetPositionAsync();
        return await _grain.RewindAsync(name);
    }

    /// <summary>Makes a new session that goes on from this one's state; its sequence numbers start at 0.</summary>
    /// <param name="newId">Id of the new session of the same model.</param>
    /// <exception cref="SessionException">The session is not there, or the id is not allowed or taken.</exception>
    public async Task<SessionPosition> ForkAsync(string newId)
    {
        await GetPositionAsync();
        return await _grain.ForkAsync(newId);
    }

    /// <summary>Everything that the session goes on with, as a file.</summary>
    /// <exception cref="SessionException">The session is not there.</exception>
    public async Task<SessionExport> ExportAsync()
    {
        await GetPositionAsync();
        return await _grain.ExportAsync();
    }

    /// <summary>
    /// Lets the session go on in another silo, with its state and the frames that it has: nothing is applied again, and outputs are the same. It
    /// stays there until it sleeps, that silo stops, or it is moved again.
    /// </summary>
    /// <param name="silo">The silo, <c>host:port</c> as <see cref="RnnClient.ListSessionsAsync"/> names them; null for any other.</param>
    /// <returns>The silo that it is on.</returns>
    /// <exception cref="SessionException">
    /// The session is not there; there is no such silo (<see cref="ErrorCodes.UnknownSilo"/>); or that one has no room, and then the session is
    /// stored, and its next frame wakes it elsewhere.
    /// </exception>
    /// <exception cref="TimeoutException">It did not arrive within <see cref="RnnClientOptions.PublishWaitMs"/>. It may still do so.</exception>
    public async Task<string> MoveAsync(string? silo = null)
    {
        await GetPositionAsync();
        return await SessionJourney.MakeAsync(_grain, silo, _patience);
    }

    /// <summary>Becomes the session that was exported.</summary>
    /// <param name="content">Content of a <see cref="SessionExport"/> of the same model.</param>
    /// <param name="continueSequence">Whether sequence numbers go on as they were; otherwise they start at 0.</param>
    /// <exception cref="SessionException">A session of this key is there already, or the content is damaged or another model's.</exception>
    public Task<SessionPosition> ImportAsync(byte[] content, bool continueSequence = false) => _grain.ImportAsync(content, continueSequence);

    /// <summary>Ends the session: running work stops, its state and snapshots are forgotten, the key is free again.</summary>
    public Task CloseAsync() => _grain.CloseAsync();
}
