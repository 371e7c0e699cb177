namespace RnnCluster.Silo.Storage.Redis;

/// <summary>Says where the server is that speaks Redis' protocol.</summary>
internal interface IRedisEndpoint
{
    /// <summary>The server's address; known once what hosts it has started.</summary>
    StoreAddress Address { get; }

    /// <summary>The store's name in messages.</summary>
    string Name { get; }
}
