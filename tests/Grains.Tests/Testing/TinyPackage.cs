using System.Text.Json;
using System.Text.Json.Nodes;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>A small model package with random weights from a fixed seed.</summary>
internal sealed class TinyPackage
{
    private readonly Dictionary<string, string[]> _lists = [];
    private readonly JsonObject _manifest;
    private readonly IEnumerable<TensorShape> _tensors;

    /// <summary>A package of one network that reads step by step, or in both directions.</summary>
    public TinyPackage(string name, string topology, NetworkShape shape)
        : this(Manifest(name, topology, shape), shape.Tensors())
    {
    }

    /// <summary>A package of any kind.</summary>
    public TinyPackage(JsonObject manifest, IEnumerable<TensorShape> tensors)
    {
        _manifest = manifest;
        _tensors = tensors;
        manifest["version"] = "1";
        manifest["licence"] = "MIT";
    }

    public string Name => (string)_manifest["name"]!;

    /// <summary>The version that it is published as.</summary>
    public string Version
    {
        get => (string)_manifest["version"]!;
        init => _manifest["version"] = value;
    }

    /// <summary>Seed of the weights.</summary>
    public int Seed { get; init; } = 20_26;

    /// <summary>Largest weight.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Tensors that are not written, to break the package.</summary>
    public HashSet<string> Missing { get; } = [];

    /// <summary>Added to the logit of a class.</summary>
    public Dictionary<int, float> Bias { get; } = [];

    public TinyPackage Tokens(string tokenizer, string[] vocabulary, string? unknown = null, bool lowercase = false)
    {
        _lists["vocabulary.json"] = vocabulary;
        var json = new JsonObject { ["kind"] = tokenizer, ["vocabulary"] = "vocabulary.json", ["lowercase"] = lowercase };
        if (unknown is not null)
        {
            json["unknown"] = unknown;
        }

        _manifest["tokenizer"] = json;
        return this;
    }

    public TinyPackage Suffix(params string[] values)
    {
        _lists["suffix2.json"] = values;
        _manifest["input"]!["features"] = new JsonArray(new JsonObject
        {
            ["name"] = "suffix2",
            ["kind"] = "suffix",
            ["length"] = 2,
            ["vocabulary"] = "suffix2.json",
            ["vocabularySize"] = values.Length,
            ["embeddingSize"] = _tensors.Single(tensor => tensor.Name == "suffix2.weight").Dimensions[1],
        });
        return this;
    }

    public TinyPackage Labels(params string[] labels)
    {
        _lists["labels.json"] = labels;
        _manifest["head"]!["labels"] = "labels.json";
        return this;
    }

    /// <summary>A list of strings in a file.</summary>
    public TinyPackage List(string file, params string[] entries)
    {
        _lists[file] = entries;
        return this;
    }

    public TinyPackage Sampling(float temperature)
    {
        _manifest["sampling"] = new JsonObject { ["start"] = "<start>", ["end"] = "<end>", ["temperature"] = temperature };
        return this;
    }

    /// <summary>Writes the package as a folder of <paramref name="models"/>.</summary>
    public void Write(string models, string? folder = null)
    {
        var path = Directory.CreateDirectory(Path.Combine(models, folder ?? Name)).FullName;
        File.WriteAllText(Path.Combine(path, "model.json"), _manifest.ToJsonString());
        foreach (var (file, list) in _lists)
        {
            File.WriteAllText(Path.Combine(path, file), JsonSerializer.Serialize(list));
        }

        var random = new Random(Seed);
        File.WriteAllBytes(Path.Combine(path, "weights.safetensors"), Safetensors.Encode(
            _tensors.Where(tensor => !Missing.Contains(tensor.Name)).Select(tensor => Fill(tensor, random))));
    }

    private (string Name, IReadOnlyList<int> Shape, float[] Values) Fill(TensorShape tensor, Random random)
    {
        var values = new float[tensor.Elements];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (2 * random.NextSingle() - 1) * Scale;
        }

        foreach (var (index, bias) in tensor.Name == "head.bias" ? Bias : [])
        {
            values[index] += bias;
        }

        return (tensor.Name, tensor.Dimensions, values);
    }

    private static JsonObject Manifest(string name, string topology, NetworkShape shape) => new()
    {
        ["name"] = name,
        ["topology"] = topology,
        ["cell"] = JsonNamingPolicy.KebabCaseLower.ConvertName($"{shape.Cell}"),
        ["layers"] = shape.Layers,
        ["hiddenSize"] = shape.HiddenSize,
        ["bidirectional"] = shape.Bidirectional,
        ["input"] = shape.FeatureSize > 0
            ? new JsonObject { ["kind"] = "features", ["size"] = shape.FeatureSize }
            : new JsonObject
            {
                ["kind"] = "tokens",
                ["vocabularySize"] = shape.Embeddings[0].Rows,
                ["embeddingSize"] = shape.Embeddings[0].Size,
            },
        ["head"] = new JsonObject { ["size"] = shape.OutputSize, ["activation"] = $"{shape.Activation}".ToLowerInvariant() },
    };
}
