using Orleans.Concurrency;

namespace RnnCluster.Abstractions.Sessions;

/// <summary>One live sequence. Frames reach it over its input stream; these calls are for what is not a frame.</summary>
/// <remarks>The grain's key is the text of a <see cref="SessionKey"/>. Calls take their turn behind the frames that it already has; only closing and moving do not wait.</remarks>
[Alias("rnn.ISessionGrain")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Opens the session, or finds it open, and says from which sequence number to send.</summary>
    /// <exception cref="SessionException">The key, the model or a bound forbids it; the code says which.</exception>
    [AlwaysInterleave, Alias("Open")]
    Task<SessionPosition> OpenAsync(OpenRequest request);

    /// <summary>Where the session stands.</summary>
    /// <exception cref="SessionException">The session cannot live here; the code says why.</exception>
    [AlwaysInterleave, Alias("GetPosition")]
    Task<SessionPosition> GetPositionAsync();

    /// <summary>Back to the start of a sequence with the seed it was opened with; sequence numbers go on.</summary>
    /// <exception cref="SessionException">The session cannot live here; the code says why.</exception>
    [AlwaysInterleave, Alias("Reset")]
    Task<SessionPosition> ResetAsync();

    /// <summary>Keeps the state as it is now under a name, beside the session; an older snapshot of that name is replaced.</summary>
    /// <exception cref="SessionException">The name is not allowed, the store cannot be reached, or the session cannot live here.</exception>
    [AlwaysInterleave, Alias("Snapshot")]
    Task<SessionPosition> SnapshotAsync(string name);

    /// <summary>Names of the session's snapshots, in order.</summary>
    /// <exception cref="SessionException">The session cannot live here; the code says why.</exception>
    [AlwaysInterleave, Alias("ListSnapshots")]
    Task<IReadOnlyList<string>> ListSnapshotsAsync();

    /// <summary>Back to a snapshot's state; sequence numbers go on.</summary>
    /// <exception cref="SessionException">There is no such snapshot, the store cannot be reached, or the session cannot live here.</exception>
    [AlwaysInterleave, Alias("Rewind")]
    Task<SessionPosition> RewindAsync(string name);

    /// <summary>Makes a new session of the same model that goes on from this one's state; its sequence numbers start at 0.</summary>
    /// <param name="newId">Id of the new session, which must not exist.</param>
    /// <returns>Where the new session stands.</returns>
    /// <exception cref="SessionException">The id is not allowed or taken, or a session cannot live here.</exception>
    [AlwaysInterleave, Alias("Fork")]
    Task<SessionPosition> ForkAsync(string newId);

    /// <summary>Everything that the session goes on with.</summary>
    /// <exception cref="SessionException">The session cannot live here; the code says why.</exception>
    [AlwaysInterleave, Alias("Export")]
    Task<SessionExport> ExportAsync();

    /// <summary>Becomes the session that was exported; this key must be that of a new session of the same model.</summary>
    /// <param name="content">Content of a <see cref="SessionExport"/>.</param>
    /// <param name="continueSequence">Whether sequence numbers go on as they were; otherwise they start at 0.</param>
    /// <exception cref="SessionException">The session exists, the content is damaged, or it belongs to another model or version.</exception>
    [AlwaysInterleave, Alias("Import")]
    Task<SessionPosition> ImportAsync([Immutable] byte[] content, bool continueSequence);

    /// <summary>
    /// Reads the answers that the session keeps behind a place, and waits when there are none yet. Those that are not to leave before a
    /// checkpoint covers them are not given before that.
    /// </summary>
    /// <param name="afterSequence">Sequence number of the last part that the reader has; below −1 to read from the oldest that is kept.</param>
    /// <param name="afterPart">Number of that part; <see cref="int.MaxValue"/> for the whole answer.</param>
    /// <param name="wait">How long to wait at most. The session ends the wait earlier when it leaves memory, and after a bound of its own.</param>
    /// <exception cref="SessionException">Nobody opened the session, or it cannot live here; the code says which.</exception>
    [AlwaysInterleave, Alias("ReadAnswers")]
    Task<AnswerPage> ReadAnswersAsync(long afterSequence, int afterPart, TimeSpan wait);

    /// <summary>
    /// Lets the session go on in another silo, with its state and the frames that wait: nothing is applied again. It leaves when the
    /// frame in hand is done, does not wait for its turn, and stays there, also when its frames arrive at another silo, until it sleeps, that
    /// silo stops, or it is moved again.
    /// </summary>
    /// <param name="silo">The silo, <c>host:port</c> as the cluster knows it; null for any other.</param>
    /// <returns>Where it is and where it goes. Called again with that name, it says whether it is there.</returns>
    /// <exception cref="SessionException">There is no such silo, nobody opened the session, or it cannot live here; the code says which.</exception>
    [AlwaysInterleave, Alias("Move")]
    Task<SessionMove> MoveAsync(string? silo);

    /// <summary>Ends the session: running work stops, its state is forgotten, the key is free again.</summary>
    [AlwaysInterleave, Alias("Close")]
    Task CloseAsync();
}
