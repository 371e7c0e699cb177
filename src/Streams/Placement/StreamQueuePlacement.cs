using Orleans.Metadata;

namespace RnnCluster.Streams.Placement;

/// <summary>Places a grain on the silo that reads the queue of its stream.</summary>
[GenerateSerializer, Immutable, Alias("rnn.StreamQueuePlacement")]
internal sealed class StreamQueuePlacement : PlacementStrategy
{
    private const string ProviderKey = "rnn-stream-provider";
    private const string NamespaceKey = "rnn-stream-namespace";

    /// <summary>A placement to be initialised from the grain's properties.</summary>
    public StreamQueuePlacement()
        : this("", "")
    {
    }

    public StreamQueuePlacement(string provider, string streamNamespace)
    {
        Provider = provider;
        StreamNamespace = streamNamespace;
    }

    [Id(0)]
    public string Provider { get; private set; }

    [Id(1)]
    public string StreamNamespace { get; private set; }

    public override void Initialize(GrainProperties properties)
    {
        base.Initialize(properties);
        Provider = properties.Properties.GetValueOrDefault(ProviderKey, "");
        StreamNamespace = properties.Properties.GetValueOrDefault(NamespaceKey, "");
    }

    public override void PopulateGrainProperties(
        IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties)
    {
        base.PopulateGrainProperties(services, grainClass, grainType, properties);
        properties[ProviderKey] = Provider;
        properties[NamespaceKey] = StreamNamespace;
    }
}
