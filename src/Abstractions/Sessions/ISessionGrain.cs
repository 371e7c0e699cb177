using Orleans.Concurrency;

namespace RnnCluster.Abstractions.Sessions;

/// <summary>One live sequence. Frames reach it over its input stream; these calls are for what is not a frame.</summary>
/// <remarks>The grain's key is the text of a <see cref="SessionKey"/>. Calls take their turn behind the frames that it already has; only closing does not wait.</remarks>
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

    /// <summary>Ends the session: running work stops, its state is forgotten, the key is free again.</summary>
    [AlwaysInterleave, Alias("Close")]
    Task CloseAsync();
}
