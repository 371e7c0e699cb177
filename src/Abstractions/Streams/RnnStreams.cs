using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Abstractions.Streams;

/// <summary>Names of the streams that frames travel on.</summary>
public static class RnnStreams
{
    /// <summary>Stream provider of input frames; implicit subscriptions only.</summary>
    public const string InputProvider = "rnn-in";

    /// <summary>Stream provider of output frames; explicit subscriptions.</summary>
    public const string OutputProvider = "rnn-out";

    /// <summary>Namespace of input streams; the key is the session's.</summary>
    public const string InputNamespace = "rnn.in";

    /// <summary>Namespace of output streams; the key is the session's, or a client's own.</summary>
    public const string OutputNamespace = "rnn.out";

    /// <summary>Grain storage for the state of sessions that are paged out.</summary>
    public const string SessionStore = "rnn-sessions";

    /// <summary>Where a session's frames go.</summary>
    public static StreamId Input(SessionKey session) => Input(session.ToString());

    /// <summary>Where the frames of the session with that key go.</summary>
    public static StreamId Input(string sessionKey) => StreamId.Create(InputNamespace, sessionKey);

    /// <summary>Where a session, or all sessions of a client, answer.</summary>
    public static StreamId Output(string key) => StreamId.Create(OutputNamespace, key);
}
