using Orleans.Storage;

namespace RnnCluster.Grains.Checkpoints;

/// <summary>Hands bytes to the store and takes them back as they are, so that damaged ones can be told from an unreachable store.</summary>
internal sealed class StoredBytesSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(((StoredBytes)(object)input!).Content);

    public T Deserialize<T>(BinaryData input) => (T)(object)new StoredBytes { Content = input.ToArray() };
}
