namespace RnnCluster.Abstractions.Frames;

/// <summary>The codes of error frames and <see cref="Sessions.SessionException"/>s. Stable: clients compare them.</summary>
public static class ErrorCodes
{
    /// <summary>A token is not in the vocabulary and the model has no entry for unknown ones.</summary>
    public const string UnknownToken = "unknown-token";

    /// <summary>A token id is negative or not below the vocabulary's size.</summary>
    public const string TokenIdOutOfRange = "token-id-out-of-range";

    /// <summary>A feature vector has not the length that the model reads.</summary>
    public const string WrongFeatureSize = "wrong-feature-size";

    /// <summary>A feature is NaN or infinite.</summary>
    public const string NotFinite = "not-finite";

    /// <summary>The frame has more steps, text or tokens to generate than a frame may have.</summary>
    public const string TooLong = "too-long";

    /// <summary>The model does not read this kind of input, or the frame carries nothing at all.</summary>
    public const string WrongInput = "wrong-input";

    /// <summary>A generation was asked with a setting out of range, or from a model that does not generate.</summary>
    public const string BadGeneration = "bad-generation";

    /// <summary>The session key is not <c>model/session-id</c>.</summary>
    public const string BadSessionKey = "bad-session-key";

    /// <summary>The sequence number is negative.</summary>
    public const string BadSequence = "bad-sequence";

    /// <summary>No model of that name is there.</summary>
    public const string UnknownModel = "unknown-model";

    /// <summary>The model's package is broken; the message lists the faults.</summary>
    public const string BrokenModel = "broken-model";

    /// <summary>The frame was applied before and its outputs are not kept any more.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>The session has too many frames that are not applied yet; this one was not taken, send it again.</summary>
    public const string TooManyFrames = "too-many-frames";

    /// <summary>The silo has as many sessions as it may have.</summary>
    public const string TooManySessions = "too-many-sessions";

    /// <summary>The step engine's queue stayed full for longer than a job may wait.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The cluster asked for frames that the client does not have any more.</summary>
    public const string SessionLost = "session-lost";

    /// <summary>The session was closed while the frame waited.</summary>
    public const string Closed = "closed";

    /// <summary>The session was to be there already and is not.</summary>
    public const string UnknownSession = "unknown-session";

    /// <summary>A session of that key is there already.</summary>
    public const string SessionExists = "session-exists";

    /// <summary>The session has no snapshot of that name.</summary>
    public const string UnknownSnapshot = "unknown-snapshot";

    /// <summary>No silo of that address is in the cluster, or no other one.</summary>
    public const string UnknownSilo = "unknown-silo";

    /// <summary>The stored state of the session is damaged, cut off, or not a session's; it is kept aside.</summary>
    public const string DamagedState = "damaged-state";

    /// <summary>The store cannot be reached or takes nothing; what needs it cannot be done now.</summary>
    public const string StoreUnavailable = "store-unavailable";

    /// <summary>The sequence number is higher than the next one of the session.</summary>
    public const string SequenceAhead = "sequence-ahead";

    /// <summary>The answer did not come in time. The frame may be applied all the same, and may be sent again with its sequence number.</summary>
    public const string AnswerTimeout = "answer-timeout";

    /// <summary>A fault of the cluster itself.</summary>
    public const string Internal = "internal";
}
