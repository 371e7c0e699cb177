namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>Goes on with a session that was opened over another socket.</summary>
internal sealed record ResumeMessage
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The session's id.</summary>
    public required string Session { get; init; }

    /// <summary>The client has all answers up to this sequence number; −1 for none.</summary>
    public required long AnsweredThrough { get; init; }
}
