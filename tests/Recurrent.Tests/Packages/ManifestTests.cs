using System.Text.Json.Nodes;

namespace RnnCluster.Recurrent.Tests.Packages;

public sealed class ManifestTests
{
    // Path in model.json, its new value as JSON, the fault.
    public static TheoryData<string, string, string> BrokenTagger => new()
    {
        { "layers", "\"two\"", "layers is \"two\"; it must be a whole number" },
        { "layers", "1.5", "layers is 1.5; it must be a whole number" },
        { "layers", "99999999999", "layers is 99999999999; it must be a whole number" },
        { "layers", "null", "layers is null; it must be a whole number" },
        { "layers", "0", "layers is 0; it must be a whole number from 1 to 64" },
        { "layers", "65", "layers is 65; it must be a whole number from 1 to 64" },
        { "hiddenSize", "16385", "hiddenSize is 16385; it must be a whole number from 1 to 16384" },
        { "hiddenSize", "-4", "hiddenSize is -4; it must be a whole number from 1 to 16384" },
        { "head.size", "4000001", "head.size is 4000001; it must be a whole number from 1 to 4000000" },
        { "input.vocabularySize", "4000001", "input.vocabularySize is 4000001; it must be a whole number from 1 to 4000000" },
        { "input.embeddingSize", "0", "input.embeddingSize is 0; it must be a whole number from 1 to 16384" },
        { "input.features.0.embeddingSize", "0", "input.features[0].embeddingSize is 0; it must be a whole number from 1 to 16384" },
        { "input.features.1.vocabularySize", "0", "input.features[1].vocabularySize is 0; it must be a whole number from 1 to 4000000" },
        { "input.features.0.length", "17", "input.features[0].length is 17; it must be a whole number from 1 to 16" },
        { "input.features.1.length", "2", "input.features[1].length is 2; it must be left out when kind is shape" },
        { "input.features.0.kind", "\"infix\"", "input.features[0].kind is \"infix\"; it must be one of prefix, suffix, shape" },
        { "input.features.1", "7", "input.features[1] is 7; it must be an object" },
        { "input.features", "{}", "input.features is an object; it must be an array" },
        { "input.size", "3", "input.size is given; it must be left out when input.kind is tokens" },
        { "input.seize", "3", "input.seize is not a known key; the keys here are kind, size, vocabularySize, embeddingSize, features, image, pianoRoll" },
        { "cell", "\"LSTM\"", "cell is \"LSTM\"; it must be one of rnn-tanh, rnn-relu, gru, lstm" },
        { "cell", "3", "cell is 3; it must be one of rnn-tanh, rnn-relu, gru, lstm" },
        { "topology", "\"many\"", "topology is \"many\"; it must be one of many-to-one, one-to-many, many-to-many, encoder-decoder, one-to-one" },
        { "topology", "\"encoder-decoder\"", "encoder is missing; it must be given when the topology is encoder-decoder" },
        { "topology", "\"one-to-one\"", "network is missing; it must be given when the topology is one-to-one" },
        { "head.activation", "\"relu\"", "head.activation is \"relu\"; it must be one of none, softmax, sigmoid" },
        { "bidirectional", "\"yes\"", "bidirectional is \"yes\"; it must be true or false" },
        { "dropout", "1.5", "dropout is 1.5; it must be a number from 0 to 1" },
        { "dropout", "\"half\"", "dropout is \"half\"; it must be a number" },
        { "name", "\"Tagger\"", "name is \"Tagger\"; it must be 1 to 63 lower-case letters, digits and hyphens, not beginning with a hyphen" },
        { "name", "\"a\\nb\"", "name is \"a\\nb\"; it must be 1 to 63 lower-case letters, digits and hyphens, not beginning with a hyphen" },
        { "name", "\"tagger\\n\"", "name is \"tagger\\n\"; it must be 1 to 63 lower-case letters, digits and hyphens, not beginning with a hyphen" },
        { "licence", "\"\"", "licence is empty; it must name the licence of the weights" },
        { "metric.value", "1e999", "metric.value is Infinity; it must be finite" },
        { "metric.value", "\"high\"", "metric.value is \"high\"; it must be a number" },
        { "tokenizer", "[]", "tokenizer is []; it must be an object" },
        { "tokenizer.vocabulary", "\"../words.json\"", "tokenizer.vocabulary is \"../words.json\"; it must be a plain file name: 1 to 100 letters, digits, dots, underscores and hyphens, beginning with a letter or digit" },
        { "head.labels", "\"/etc/passwd\"", "head.labels is \"/etc/passwd\"; it must be a plain file name: 1 to 100 letters, digits, dots, underscores and hyphens, beginning with a letter or digit" },
        { "tokenizer.unknown", "\"?\"", "tokenizer.unknown is \"?\"; it must be an entry of vocabulary.json" },
        { "sampling", """{ "start": "the", "end": "cat" }""", "sampling is given; it must be left out unless the topology is one-to-many or encoder-decoder" },
        { "comment", "\"hello\"", "comment is not a known key; the keys here are name, version, description, licence, topology, cell, layers, hiddenSize, bidirectional, dropout, weights, network, encoder, attention, lookAhead, input, tokenizer, head, sampling, metric" },
    };

    public static TheoryData<string, string, string> BrokenMusic => new()
    {
        { "bidirectional", "true", "bidirectional is true; it must be false unless the topology is many-to-one or many-to-many" },
        { "head.activation", "\"sigmoid\"", "head.activation is sigmoid; it must be softmax when the topology is one-to-many" },
        { "sampling.start", "\"<go>\"", "sampling.start is \"<go>\"; it must be an entry of vocabulary.json" },
        { "sampling.end", "\"<stop>\"", "sampling.end is \"<stop>\"; it must be an entry of vocabulary.json" },
        { "sampling.temperature", "-1", "sampling.temperature is -1; it must be a number from 0 to 100" },
        { "sampling.topK", "-1", "sampling.topK is -1; it must be a whole number from 0 (off) up" },
        { "sampling.topP", "0", "sampling.topP is 0; it must be a number above 0 and up to 1 (off)" },
        { "sampling.maxTokens", "0", "sampling.maxTokens is 0; it must be a whole number from 1 to 1000000" },
        { "sampling.beam", "4", "sampling.beam is not a known key; the keys here are start, end, temperature, topK, topP, maxTokens, beams, lengthPenalty" },
    };

    public static TheoryData<string, string> MissingKeys => new()
    {
        { "name", "name is missing; it must be a string" },
        { "version", "version is missing; it must be a string" },
        { "licence", "licence is missing; it must be a string" },
        { "layers", "layers is missing; it must be given unless the topology is one-to-one" },
        { "input", "input is missing; it must be an object" },
        { "input.kind", "input.kind is missing; it must be one of tokens, features" },
        { "input.vocabularySize", "input.vocabularySize is missing; it must be given when input.kind is tokens" },
        { "input.features.0.length", "input.features[0].length is missing; it must be a whole number from 1 to 16" },
        { "tokenizer", "tokenizer is missing; it must be given when input.kind is tokens" },
        { "tokenizer.kind", "tokenizer.kind is missing; it must be one of characters, words, abc, bpe" },
        { "head.activation", "head.activation is missing; it must be one of none, softmax, sigmoid" },
        { "metric.split", "metric.split is missing; it must be a string" },
    };

    public static TheoryData<string, string> BrokenDocuments => new()
    {
        { "[]", "the document is []; it must be an object" },
        { "{", "the file is not valid JSON: " },
        { "", "the file is not valid JSON: " },
        { "{} {}", "the file is not valid JSON: " },
        { "{ /* none */ }", "the file is not valid JSON: " },
        { """{ "\ud800": 1 }""", "the file is not valid JSON: " },
    };

    [Theory]
    [MemberData(nameof(BrokenTagger))]
    public void Read_TaggerWithOneValueWrong_NamesIt(string path, string value, string fault)
    {
        using var builder = PackageBuilder.Tagger();
        builder.Set(path, value);

        Assert.Contains($"model.json: {fault}", builder.Faults());
    }

    [Theory]
    [MemberData(nameof(BrokenMusic))]
    public void Read_MusicWithOneValueWrong_NamesIt(string path, string value, string fault)
    {
        using var builder = PackageBuilder.Music();
        builder.Set(path, value);

        Assert.Contains($"model.json: {fault}", builder.Faults());
    }

    [Theory]
    [MemberData(nameof(MissingKeys))]
    public void Read_KeyMissing_NamesIt(string path, string fault)
    {
        using var builder = PackageBuilder.Tagger();
        builder.Remove(path);

        var faults = builder.Faults().Where(found => found.StartsWith("model.json", StringComparison.Ordinal));
        Assert.Equal([$"model.json: {fault}"], faults);
    }

    [Theory]
    [MemberData(nameof(BrokenDocuments))]
    public void Read_DocumentBroken_SaysSo(string json, string fault)
    {
        using var builder = PackageBuilder.Tagger();
        builder.Files["model.json"] = json;

        Assert.StartsWith($"model.json: {fault}", Assert.Single(builder.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TextNotUnicode_SaysSo()
    {
        using var builder = PackageBuilder.Tagger();
        builder.Files["model.json"] = builder.Manifest.ToJsonString().Replace("\"MIT\"", "\"\\ud800\"", StringComparison.Ordinal);

        Assert.StartsWith("model.json: the file is not valid JSON: ", Assert.Single(builder.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RepeatedKey_NamesIt()
    {
        using var builder = PackageBuilder.Tagger();
        var json = builder.Manifest.ToJsonString();
        builder.Files["model.json"] = json.Replace("\"layers\":1", "\"layers\":1,\"layers\":2", StringComparison.Ordinal);

        Assert.Equal(["model.json: layers occurs more than once; it must occur once"], builder.Faults());
    }

    [Fact]
    public void Read_ManifestTooLarge_SaysHowLarge()
    {
        using var builder = PackageBuilder.Tagger();
        builder.Files["model.json"] = builder.Manifest.ToJsonString().PadRight((1 << 20) + 1);

        Assert.Equal(["model.json: the file has 1048577 bytes; it may have at most 1048576"], builder.Faults());
    }

    [Fact]
    public void Read_SeveralKeysWrong_NamesAll()
    {
        using var builder = PackageBuilder.Sensor();
        builder.Manifest["layer"] = 1;
        builder.Manifest["hiddenSize"] = "big";
        builder.Manifest.Remove("licence");

        Assert.Collection(
            builder.Faults(),
            fault => Assert.Equal("model.json: hiddenSize is \"big\"; it must be a whole number", fault),
            fault => Assert.StartsWith("model.json: layer is not a known key; the keys here are name, ", fault, StringComparison.Ordinal),
            fault => Assert.Equal("model.json: licence is missing; it must be a string", fault));
    }

    [Fact]
    public void Read_FeatureInputWithKeysOfTokens_NamesAll()
    {
        using var builder = PackageBuilder.Sensor();
        builder.Manifest["input"] = JsonNode.Parse(
            """{ "kind": "features", "vocabularySize": 5, "embeddingSize": 3, "features": [] }""");
        builder.Manifest["tokenizer"] = JsonNode.Parse("""{ "kind": "words", "vocabulary": "vocabulary.json" }""");
        builder.Files["vocabulary.json"] = PackageBuilder.Words;

        string[] expected =
        [
            "model.json: input.size is missing; it must be given when input.kind is features",
            "model.json: input.vocabularySize is given; it must be left out when input.kind is features",
            "model.json: input.embeddingSize is given; it must be left out when input.kind is features",
            "model.json: input.features is given; it must be left out when input.kind is features",
            "model.json: tokenizer is given; it must be left out when input.kind is features",
        ];
        Assert.Equal(expected, builder.Faults());
    }

    [Fact]
    public void Read_GenerationWithoutItsParts_NamesAll()
    {
        using var builder = PackageBuilder.Tagger();
        builder.Manifest["topology"] = "one-to-many";

        string[] expected =
        [
            "model.json: head.labels is given; it must be left out when the topology is one-to-many: what it puts out is what it reads",
            "model.json: head.size is 2; it must be input.vocabularySize, 5, when the topology is one-to-many",
            "model.json: sampling is missing; it must be given when the topology is one-to-many",
        ];
        Assert.Equal(expected, builder.Faults());
    }

    [Fact]
    public void Read_FeatureNamesThatClash_NamesThem()
    {
        using var builder = PackageBuilder.Tagger();
        builder.Manifest["input"]!["features"]![0]!["name"] = "rnn";
        builder.Manifest["input"]!["features"]![1]!["name"] = "rnn";

        var faults = builder.Faults();

        Assert.Contains(
            "model.json: input.features[0].name is \"rnn\"; it must not be the name of another module: embedding, rnn, head, attention, bridge, encoder, memory, network", faults);
        Assert.Contains("model.json: input.features[1].name is \"rnn\" as that of an entry before; names must differ", faults);
    }

    [Fact]
    public void Read_TooManyFeatures_SaysHowMany()
    {
        using var builder = PackageBuilder.Tagger();
        var features = builder.Manifest["input"]!["features"]!.AsArray();
        while (features.Count < 17)
        {
            var feature = features[1]!.DeepClone();
            feature["name"] = $"shape{features.Count}";
            features.Add(feature);
        }

        Assert.Contains("model.json: input.features has 17 entries; it may have at most 16", builder.Faults());
    }

    [Fact]
    public void Read_TensorLargerThanAnArray_IsRefusedBeforeItIsMade()
    {
        using var builder = PackageBuilder.Tagger();
        builder.Manifest["input"]!["vocabularySize"] = 4_000_000;
        builder.Manifest["input"]!["embeddingSize"] = 16_384;

        Assert.Contains(
            "model.json: tensor embedding.weight would have 65536000000 elements; a tensor may have at most 2147483591",
            builder.Faults());
    }
}
