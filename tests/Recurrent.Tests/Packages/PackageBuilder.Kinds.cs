using System.Text.Json.Nodes;

namespace RnnCluster.Recurrent.Tests.Packages;

/// <summary>A package of every other kind, and how a test changes one.</summary>
internal sealed partial class PackageBuilder
{
    /// <summary>The kinds by name, for tables.</summary>
    public static readonly IReadOnlyDictionary<string, Func<PackageBuilder>> Kinds = new Dictionary<string, Func<PackageBuilder>>
    {
        ["translator"] = Translator,
        ["captions"] = Captions,
        ["digits"] = Digits,
        ["delayed"] = Delayed,
        ["chorales"] = Chorales,
        ["sensor"] = Sensor,
    };

    /// <summary>A bidirectional LSTM that reads byte pairs, and a GRU of two layers that attends to it and writes byte pairs.</summary>
    public static PackageBuilder Translator()
    {
        var builder = new PackageBuilder("""
            {
              "name": "translator", "version": "1", "licence": "MIT",
              "topology": "encoder-decoder", "cell": "gru", "layers": 2, "hiddenSize": 4,
              "encoder": {
                "kind": "recurrent", "cell": "lstm", "layers": 1, "hiddenSize": 3, "bidirectional": true,
                "input": { "kind": "tokens", "vocabularySize": 6, "embeddingSize": 2 },
                "tokenizer": { "kind": "bpe", "vocabulary": "source-vocabulary.json", "merges": "source-merges.json", "lowercase": true, "unknown": "<unk>" },
                "end": "<end>"
              },
              "attention": { "kind": "dot" },
              "input": { "kind": "tokens", "vocabularySize": 5, "embeddingSize": 2 },
              "tokenizer": { "kind": "bpe", "vocabulary": "vocabulary.json", "merges": "merges.json", "lowercase": true, "unknown": "<unk>" },
              "head": { "size": 5, "activation": "softmax" },
              "sampling": { "start": "<start>", "end": "<end>", "temperature": 0, "maxTokens": 128, "beams": 5, "lengthPenalty": 0.5 }
            }
            """);
        builder.Files["source-vocabulary.json"] = """["<unk>", "<start>", "<end>", "▁a", "b", "▁ab"]""";
        builder.Files["source-merges.json"] = """["▁ a", "▁a b"]""";
        builder.Files["vocabulary.json"] = """["<unk>", "<start>", "<end>", "▁", "c"]""";
        builder.Files["merges.json"] = "[]";
        builder.AddTensors(("encoder.embedding.weight", [6, 2]));
        builder.AddLayer("l0", rows: 12, inputs: 2, hidden: 3, prefix: "encoder.");
        builder.AddLayer("l0_reverse", rows: 12, inputs: 2, hidden: 3, prefix: "encoder.");
        builder.AddTensors(("memory.weight", [4, 6]), ("memory.bias", [4]), ("bridge.weight", [8, 6]), ("bridge.bias", [8]));
        builder.AddTensors(("embedding.weight", [5, 2]));
        builder.AddLayer("l0", rows: 12, inputs: 2 + 4);
        builder.AddLayer("l1", rows: 12, inputs: 4);
        builder.AddTensors(("attention.weight", [4, 8]), ("attention.bias", [4]), ("head.weight", [5, 4]), ("head.bias", [5]));
        return builder;
    }

    /// <summary>A convolution that looks at an image, and an LSTM that says words.</summary>
    public static PackageBuilder Captions()
    {
        var builder = new PackageBuilder("""
            {
              "name": "captions", "version": "1", "licence": "MIT",
              "topology": "one-to-many", "cell": "lstm", "layers": 2, "hiddenSize": 4,
              "encoder": {
                "kind": "feed-forward",
                "input": { "kind": "features", "size": 48, "image": { "channels": 3, "height": 4, "width": 4 } },
                "network": [
                  { "kind": "conv2d", "channels": 2, "kernelSize": 3, "padding": 1 }, { "kind": "relu" },
                  { "kind": "max-pool", "kernelSize": 2 }, { "kind": "flatten" }, { "kind": "linear", "size": 5 }, { "kind": "tanh" }
                ]
              },
              "input": { "kind": "tokens", "vocabularySize": 4, "embeddingSize": 3 },
              "tokenizer": { "kind": "words", "vocabulary": "vocabulary.json" },
              "head": { "size": 4, "activation": "softmax" },
              "sampling": { "start": "<start>", "end": "<end>", "temperature": 0, "maxTokens": 32 }
            }
            """);
        builder.Files["vocabulary.json"] = """["<start>", "<end>", "red", "circle"]""";
        builder.AddTensors(("encoder.0.weight", [2, 3, 3, 3]), ("encoder.0.bias", [2]), ("encoder.4.weight", [5, 8]), ("encoder.4.bias", [5]));
        builder.AddTensors(("bridge.weight", [8, 5]), ("bridge.bias", [8]), ("embedding.weight", [4, 3]));
        builder.AddLayer("l0", rows: 16, inputs: 3);
        builder.AddLayer("l1", rows: 16, inputs: 4);
        builder.AddTensors(("head.weight", [4, 4]), ("head.bias", [4]));
        return builder;
    }

    /// <summary>A feed-forward network that classifies images.</summary>
    public static PackageBuilder Digits()
    {
        var builder = new PackageBuilder("""
            {
              "name": "digits", "version": "1", "licence": "MIT", "topology": "one-to-one",
              "input": { "kind": "features", "size": 16, "image": { "channels": 1, "height": 4, "width": 4 } },
              "network": [
                { "kind": "conv2d", "channels": 2, "kernelSize": 2, "stride": 2 }, { "kind": "relu" },
                { "kind": "average-pool", "kernelSize": 2 }, { "kind": "flatten" }, { "kind": "dropout" }, { "kind": "linear", "size": 3 }
              ],
              "head": { "size": 2, "activation": "softmax", "labels": "labels.json" }
            }
            """);
        builder.Files["labels.json"] = """["0", "1"]""";
        builder.AddTensors(("network.0.weight", [2, 1, 2, 2]), ("network.0.bias", [2]), ("network.5.weight", [3, 2]), ("network.5.bias", [3]));
        builder.AddTensors(("head.weight", [2, 3]), ("head.bias", [2]));
        return builder;
    }

    /// <summary>The tagger, which hears two tokens more before it says a label.</summary>
    public static PackageBuilder Delayed()
    {
        var builder = Tagger();
        builder.Manifest["lookAhead"] = JsonNode.Parse("""{ "steps": 2, "end": "<end>" }""");
        builder.Files["vocabulary.json"] = Words.Replace("mat", "<end>", StringComparison.Ordinal);
        return builder;
    }

    /// <summary>A GRU that generates vectors of six zeros and ones.</summary>
    public static PackageBuilder Chorales()
    {
        var builder = new PackageBuilder("""
            {
              "name": "chorales", "version": "1", "licence": "MIT",
              "topology": "one-to-many", "cell": "gru", "layers": 1, "hiddenSize": 4,
              "input": { "kind": "features", "size": 6 }, "head": { "size": 6, "activation": "sigmoid" },
              "sampling": { "temperature": 1.0, "topK": 0, "topP": 1.0, "maxTokens": 256 }
            }
            """);
        builder.AddLayer("l0", rows: 12, inputs: 6);
        builder.AddTensors(("head.weight", [6, 4]), ("head.bias", [6]));
        return builder;
    }

    /// <summary>Sets a value of the manifest.</summary>
    /// <param name="path">Keys and indexes with dots between them.</param>
    /// <param name="value">As JSON.</param>
    public void Set(string path, string value)
    {
        var (parent, key) = Find(path);
        var node = JsonNode.Parse(value);
        if (parent is JsonArray array)
        {
            array[int.Parse(key)] = node;
        }
        else
        {
            parent[key] = node;
        }
    }

    /// <summary>Takes a key out of the manifest.</summary>
    public void Remove(string path)
    {
        var (parent, key) = Find(path);
        parent.AsObject().Remove(key);
    }

    private (JsonNode Parent, string Key) Find(string path)
    {
        var keys = path.Split('.');
        JsonNode parent = Manifest;
        foreach (var key in keys[..^1])
        {
            parent = parent is JsonArray array ? array[int.Parse(key)]! : parent[key]!;
        }

        return (parent, keys[^1]);
    }
}
