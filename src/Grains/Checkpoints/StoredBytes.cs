namespace RnnCluster.Grains.Checkpoints;

/// <summary>Bytes as the store keeps them; what they mean is for <see cref="CheckpointFormat"/> to say.</summary>
[GenerateSerializer, Immutable, Alias("rnn.StoredBytes")]
internal sealed class StoredBytes
{
    [Id(0)]
    public byte[] Content { get; set; } = [];
}
