namespace RnnCluster.Grains.Models;

/// <summary>Where model packages come from.</summary>
public sealed class ModelCatalogOptions
{
    /// <summary>Folder whose folders are model packages; names that begin with a dot are passed over. Default <c>models</c> in the current folder.</summary>
    public string Folder { get; set; } = "models";
}
