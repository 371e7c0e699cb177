namespace RnnCluster.Silo.Storage.Redis;

/// <summary>A server that somebody else runs.</summary>
internal sealed class RedisServer(StoreAddress address) : IRedisEndpoint
{
    public StoreAddress Address => address;

    public string Name => $"the store {address}";
}
