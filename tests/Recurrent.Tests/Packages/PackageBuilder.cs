using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Recurrent.Tests.Packages;

/// <summary>A tiny valid package in a folder of its own, which a test breaks in one place or more.</summary>
internal sealed partial class PackageBuilder : IDisposable
{
    public const string Words = """["<unk>", "the", "cat", "sat", "mat"]""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnn-package-");

    private PackageBuilder(string manifest) => Manifest = JsonNode.Parse(manifest)!.AsObject();

    public string Folder => _folder.FullName;

    /// <summary>model.json, unless <see cref="Files"/> holds one.</summary>
    public JsonObject Manifest { get; }

    /// <summary>Text files by name.</summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>The tensors of weights.safetensors.</summary>
    public Dictionary<string, (string Type, long[] Shape, float[] Values)> Tensors { get; } = [];

    /// <summary>weights.safetensors as it is, instead of <see cref="Tensors"/>.</summary>
    public byte[]? Weights { get; set; }

    /// <summary>Names of files that are not written.</summary>
    public HashSet<string> Missing { get; } = [];

    /// <summary>An LSTM tagger of five words with a suffix and a shape feature.</summary>
    public static PackageBuilder Tagger()
    {
        var builder = new PackageBuilder("""
            {
              "name": "tagger", "version": "1", "description": "Tags words.", "licence": "MIT",
              "topology": "many-to-many", "cell": "lstm", "layers": 1, "hiddenSize": 4, "dropout": 0.5,
              "input": {
                "kind": "tokens", "vocabularySize": 5, "embeddingSize": 3,
                "features": [
                  { "name": "suffix2", "kind": "suffix", "length": 2, "vocabulary": "suffix2.json", "vocabularySize": 2, "embeddingSize": 2 },
                  { "name": "shape", "kind": "shape", "vocabulary": "shape.json", "vocabularySize": 3, "embeddingSize": 1 }
                ]
              },
              "tokenizer": { "kind": "words", "vocabulary": "vocabulary.json", "lowercase": true, "unknown": "<unk>" },
              "head": { "size": 2, "activation": "softmax", "labels": "labels.json" },
              "metric": { "name": "accuracy", "value": 0.9, "split": "dev" }
            }
            """);
        builder.Files["vocabulary.json"] = Words;
        builder.Files["suffix2.json"] = """["<unk>", "at"]""";
        builder.Files["shape.json"] = """["<unk>", "x", "Xx"]""";
        builder.Files["labels.json"] = """["NOUN", "VERB"]""";
        builder.AddTensors(("embedding.weight", [5, 3]), ("suffix2.weight", [2, 2]), ("shape.weight", [3, 1]));
        builder.AddLayer("l0", rows: 16, inputs: 6);
        builder.AddTensors(("head.weight", [2, 4]), ("head.bias", [2]));
        return builder;
    }

    /// <summary>A GRU that generates ABC notation of five tokens.</summary>
    public static PackageBuilder Music()
    {
        var builder = new PackageBuilder("""
            {
              "name": "music", "version": "1.0-beta+2", "licence": "MIT",
              "topology": "one-to-many", "cell": "gru", "layers": 2, "hiddenSize": 4,
              "input": { "kind": "tokens", "vocabularySize": 5, "embeddingSize": 3 },
              "tokenizer": { "kind": "abc", "vocabulary": "vocabulary.json" },
              "head": { "size": 5, "activation": "softmax" },
              "sampling": { "start": "<start>", "end": "<end>", "temperature": 0.8, "topK": 0, "topP": 1.0, "maxTokens": 512 }
            }
            """);
        builder.Files["vocabulary.json"] = """["<start>", "<end>", "A", "B", "|"]""";
        builder.AddTensors(("embedding.weight", [5, 3]));
        builder.AddLayer("l0", rows: 12, inputs: 3);
        builder.AddLayer("l1", rows: 12, inputs: 4);
        builder.AddTensors(("head.weight", [5, 4]), ("head.bias", [5]));
        return builder;
    }

    /// <summary>A bidirectional Elman network that reads vectors of three numbers.</summary>
    public static PackageBuilder Sensor()
    {
        var builder = new PackageBuilder("""
            {
              "name": "sensor", "version": "2", "licence": "MIT",
              "topology": "many-to-one", "cell": "rnn-tanh", "layers": 1, "hiddenSize": 4, "bidirectional": true,
              "input": { "kind": "features", "size": 3 },
              "head": { "size": 1, "activation": "none" }
            }
            """);
        builder.AddLayer("l0", rows: 4, inputs: 3);
        builder.AddLayer("l0_reverse", rows: 4, inputs: 3);
        builder.AddTensors(("head.weight", [1, 8]), ("head.bias", [1]));
        return builder;
    }

    /// <summary>Writes the files and reads them as a package.</summary>
    public PackageContents Read()
    {
        Write();
        return PackageReader.Read(Folder);
    }

    /// <summary>Writes the files, reads them and returns the faults that this must give.</summary>
    public IReadOnlyList<string> Faults() => Assert.Throws<ModelPackageException>(Read).Faults;

    public void Write()
    {
        Files.TryAdd("model.json", Manifest.ToJsonString());
        foreach ((var name, var text) in Files.Where(file => !Missing.Contains(file.Key)))
        {
            File.WriteAllText(Path.Combine(Folder, name), text);
        }

        if (!Missing.Contains("weights.safetensors"))
        {
            File.WriteAllBytes(Path.Combine(Folder, "weights.safetensors"), Weights ?? Encode());
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A safetensors file of a header and tensor bytes.</summary>
    public static byte[] Safetensors(string header, int dataBytes) => Safetensors(header, new byte[dataBytes]);

    private static byte[] Safetensors(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }

    private byte[] Encode()
    {
        var header = new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "pt" } };
        var data = new List<byte>();
        foreach ((var name, (var type, var shape, var values)) in Tensors)
        {
            var begin = data.Count;
            data.AddRange(values.SelectMany(value => Bytes(type, value)));
            header[name] = new JsonObject
            {
                ["dtype"] = type,
                ["shape"] = JsonSerializer.SerializeToNode(shape),
                ["data_offsets"] = JsonSerializer.SerializeToNode(new[] { begin, data.Count }),
            };
        }

        return Safetensors(header.ToJsonString().PadRight(1024), [.. data]);
    }

    private static byte[] Bytes(string type, float value)
    {
        var bytes = BitConverter.GetBytes(value);
        return type switch { "BF16" => bytes[2..], "F16" => BitConverter.GetBytes((Half)value), _ => bytes };
    }

    private void AddLayer(string suffix, int rows, int inputs, int hidden = 4, string prefix = "")
    {
        AddTensors(($"{prefix}rnn.weight_ih_{suffix}", [rows, inputs]), ($"{prefix}rnn.weight_hh_{suffix}", [rows, hidden]));
        AddTensors(($"{prefix}rnn.bias_ih_{suffix}", [rows]), ($"{prefix}rnn.bias_hh_{suffix}", [rows]));
    }

    private void AddTensors(params (string Name, long[] Shape)[] tensors)
    {
        foreach ((var name, var shape) in tensors)
        {
            var elements = shape.Aggregate(1L, (product, size) => product * size);
            Tensors[name] = ("F32", shape, [.. Enumerable.Range(0, (int)elements).Select(i => MathF.Sin(i + name.Length))]);
        }
    }
}
