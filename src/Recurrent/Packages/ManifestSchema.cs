using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RnnCluster.Recurrent.Packages;

/// <summary>
/// Checks a JSON document against the shape of <see cref="ModelManifest"/>: unknown, missing and repeated keys, wrong kinds of
/// values. The serializer would stop at the first of them, and speak of .NET types.
/// </summary>
/// <param name="faults">Receives what is wrong.</param>
internal sealed class ManifestSchema(FileFaults faults)
{
    /// <summary>Adds a fault for everything in <paramref name="document"/> that a manifest cannot be read from.</summary>
    public void Check(JsonElement document) => Check(document, ManifestJson.Default.ModelManifest, "");

    private void Check(JsonElement value, JsonTypeInfo type, string path)
    {
        if (!Fits(value, type))
        {
            faults.Add($"{(path.Length == 0 ? "the document" : path)} is {Excerpt.Json(value)}; it must be {Describe(type)}");
        }
        else if (type.Kind == JsonTypeInfoKind.Object)
        {
            CheckKeys(value, type, path);
        }
        else if (type.Kind == JsonTypeInfoKind.Enumerable)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                Check(item, TypeInfo(type.ElementType!), $"{path}[{index++}]");
            }
        }
    }

    private void CheckKeys(JsonElement value, JsonTypeInfo type, string path)
    {
        var prefix = path.Length == 0 ? "" : $"{path}.";
        var known = type.Properties.ToDictionary(property => property.Name);
        var seen = new HashSet<string>();
        foreach (var property in value.EnumerateObject())
        {
            if (!known.TryGetValue(property.Name, out var key))
            {
                faults.Add(
                    $"{prefix}{Excerpt.Name(property.Name)} is not a known key; " +
                    $"the keys here are {string.Join(", ", known.Keys)}");
            }
            else if (!seen.Add(property.Name))
            {
                faults.Add($"{prefix}{property.Name} occurs more than once; it must occur once");
            }
            else
            {
                Check(property.Value, TypeInfo(key.PropertyType), prefix + property.Name);
            }
        }

        foreach (var key in type.Properties.Where(key => key.IsRequired && !seen.Contains(key.Name)))
        {
            faults.Add($"{prefix}{key.Name} is missing; it must be {Describe(TypeInfo(key.PropertyType))}");
        }
    }

    private static bool Fits(JsonElement value, JsonTypeInfo type)
    {
        var leaf = Leaf(type);
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => value.ValueKind == JsonValueKind.Object,
            JsonTypeInfoKind.Enumerable => value.ValueKind == JsonValueKind.Array,
            _ when leaf == typeof(string) => value.ValueKind == JsonValueKind.String,
            _ when leaf == typeof(bool) => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ when leaf == typeof(int) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
            _ when leaf.IsEnum => value.ValueKind == JsonValueKind.String && Choices(leaf).Contains(value.GetString()),
            _ => value.ValueKind == JsonValueKind.Number,
        };
    }

    private static string Describe(JsonTypeInfo type)
    {
        var leaf = Leaf(type);
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => "an object",
            JsonTypeInfoKind.Enumerable => "an array",
            _ when leaf == typeof(string) => "a string",
            _ when leaf == typeof(bool) => "true or false",
            _ when leaf == typeof(int) => "a whole number",
            _ when leaf.IsEnum => $"one of {string.Join(", ", Choices(leaf))}",
            _ => "a number",
        };
    }

    private static IEnumerable<string> Choices(Type choice) =>
        Enum.GetNames(choice).Select(name => ManifestChoice.Name((Enum)Enum.Parse(choice, name)));

    private static Type Leaf(JsonTypeInfo type) => Nullable.GetUnderlyingType(type.Type) ?? type.Type;

    private static JsonTypeInfo TypeInfo(Type type) => ManifestJson.Default.GetTypeInfo(type)!;
}
