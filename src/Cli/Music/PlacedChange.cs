namespace RnnCluster.Cli.Music;

/// <summary>A change of key, metre or tempo at its place in time.</summary>
/// <param name="Tick">When it comes into force.</param>
/// <param name="Change">What changes.</param>
internal readonly record struct PlacedChange(int Tick, AbcItem.Change Change);
