namespace RnnCluster.LiveStreams.Streams;

/// <summary>A way for events to reach grains and for their answers to reach a client.</summary>
internal abstract class StreamVariant
{
    /// <summary>Stream provider of what clients publish; grains are implicitly subscribed.</summary>
    public const string InputProvider = "bench-in";

    /// <summary>Stream provider of answers; clients subscribe explicitly.</summary>
    public const string ReplyProvider = "bench-out";

    /// <summary>Namespace of the streams that clients receive answers on.</summary>
    public const string ReplyNamespace = "bench.reply";

    /// <summary>What it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, for the report.</summary>
    public abstract string Description { get; }

    /// <summary>Adds both providers to a silo.</summary>
    public abstract void Configure(ISiloBuilder silo);

    /// <summary>Adds both providers to a client.</summary>
    public abstract void Configure(IClientBuilder client);
}
