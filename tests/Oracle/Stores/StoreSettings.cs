namespace RnnCluster.Oracle.Stores;

/// <summary>How silos and clients find the store.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Address">As the option <c>--store</c> takes it.</param>
/// <param name="Folder">Where it keeps its files.</param>
internal sealed record StoreSettings(StoreKind Kind, string Address, string Folder);
