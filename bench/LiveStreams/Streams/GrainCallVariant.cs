namespace RnnCluster.LiveStreams.Streams;

/// <summary>No streams at all: the client calls the grain, the answer is what the call returns.</summary>
internal sealed class GrainCallVariant : StreamVariant
{
    public override string Name => StreamVariants.Calls;

    public override string Description => "plain grain calls";

    public override void Configure(ISiloBuilder silo)
    {
    }

    public override void Configure(IClientBuilder client)
    {
    }
}
