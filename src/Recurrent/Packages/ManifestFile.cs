using System.Text.Json;

namespace RnnCluster.Recurrent.Packages;

/// <summary><c>model.json</c>.</summary>
internal static class ManifestFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "model.json";

    /// <summary>Reads the manifest, or adds faults and returns null. What its values say is not checked yet.</summary>
    public static ModelManifest? Read(PackageFolder folder)
    {
        var faults = folder.Faults.In(Name);
        if (folder.ReadAllBytes(Name, PackageLimits.ManifestBytes) is not byte[] json)
        {
            return null;
        }

        var before = faults.Count;
        try
        {
            using var document = JsonDocument.Parse(json);
            new ManifestSchema(faults).Check(document.RootElement);
            return faults.Count == before ? document.Deserialize(ManifestJson.Default.ModelManifest) : null;
        }
        // JsonElement calls a string that is not Unicode an invalid operation.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            faults.Add($"the file is not valid JSON: {exception.Message}");
            return null;
        }
    }
}
