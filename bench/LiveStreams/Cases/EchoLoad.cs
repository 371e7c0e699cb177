using RnnCluster.LiveStreams.Streams;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>Echoes under load.</summary>
/// <param name="Variant">What carries the events.</param>
/// <param name="Sessions">Each has one event under way.</param>
internal sealed record EchoLoad(string Variant, int Sessions)
{
    /// <summary>What <see cref="Variant"/> is.</summary>
    public string Description => StreamVariants.Named(Variant).Description;

    public override string ToString() => $"{Variant}, {Sessions} sessions";
}
