using System.Text.Json;

namespace RnnCluster.Recurrent.Packages;

/// <summary>A choice among few, such as a cell or a topology, as <c>model.json</c> writes it.</summary>
public static class ManifestChoice
{
    /// <summary>The text of a choice, such as <c>many-to-one</c>.</summary>
    /// <exception cref="ArgumentException">It is not of a type that a manifest has.</exception>
    public static string Name(Enum choice) =>
        ManifestJson.Default.GetTypeInfo(choice.GetType()) is { } type
            ? JsonSerializer.SerializeToElement(choice, type).GetString()!
            : throw new ArgumentException($"there is no {choice.GetType().Name} in a manifest", nameof(choice));
}
