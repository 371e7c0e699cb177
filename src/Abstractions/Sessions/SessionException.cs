namespace RnnCluster.Abstractions.Sessions;

/// <summary>A session cannot do what was asked; the message says what was found and what is allowed.</summary>
[GenerateSerializer, Alias("rnn.SessionException")]
public sealed class SessionException : Exception
{
    /// <summary>An exception without a code, for serializers.</summary>
    public SessionException()
    {
    }

    /// <summary>An internal fault.</summary>
    public SessionException(string message)
        : base(message)
    {
    }

    /// <summary>An internal fault with its cause.</summary>
    public SessionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A fault by its code.</summary>
    /// <param name="code">One of <see cref="Frames.ErrorCodes"/>.</param>
    /// <param name="message">What was found and what is allowed.</param>
    public SessionException(string code, string message)
        : base(message)
    {
        Code = code;
    }

    /// <summary>One of <see cref="Frames.ErrorCodes"/>.</summary>
    [Id(0)]
    public string Code { get; init; } = Frames.ErrorCodes.Internal;
}
