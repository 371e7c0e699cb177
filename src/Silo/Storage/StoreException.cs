namespace RnnCluster.Silo.Storage;

/// <summary>A store cannot be used; the message says what was found and what helps, in one sentence.</summary>
public sealed class StoreException : Exception
{
    /// <summary>A store that cannot be used, for a reason of its own.</summary>
    public StoreException(string message)
        : base(message)
    {
    }

    /// <summary>A store that cannot be used because of what went wrong below.</summary>
    public StoreException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
