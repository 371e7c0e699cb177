namespace RnnCluster.Grains.Models;

/// <summary>Where model packages come from.</summary>
public sealed class ModelCatalogOptions
{
    /// <summary>Folder whose folders are model packages; names that begin with a dot are passed over. Default <c>models</c> in the current folder.</summary>
    public string Folder { get; set; } = "models";

    /// <summary>How long a package must not have changed before it is loaded, so that it is whole. 1 to 600,000; default 1,000.</summary>
    public int SettleMs { get; set; } = 1_000;

    /// <summary>How often the folder is looked at when the system tells of no change. 10 to 86,400,000; default 5,000.</summary>
    public int RescanMs { get; set; } = 5_000;
}
