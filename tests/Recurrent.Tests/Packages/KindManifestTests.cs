namespace RnnCluster.Recurrent.Tests.Packages;

/// <summary>What <c>model.json</c> of the kinds beside taggers and music may say.</summary>
public sealed class KindManifestTests
{
    // Kind, path in model.json, its new value as JSON, the fault.
    public static TheoryData<string, string, string, string> Broken => new()
    {
        // Sizes.
        { "translator", "encoder.layers", "0", "encoder.layers is 0; it must be a whole number from 1 to 64" },
        { "translator", "encoder.hiddenSize", "16385", "encoder.hiddenSize is 16385; it must be a whole number from 1 to 16384" },
        { "translator", "encoder.input.vocabularySize", "0", "encoder.input.vocabularySize is 0; it must be a whole number from 1 to 4000000" },
        { "translator", "encoder.input.embeddingSize", "-1", "encoder.input.embeddingSize is -1; it must be a whole number from 1 to 16384" },
        { "translator", "encoder.input.size", "3", "encoder.input.size is given; it must be left out when encoder.input.kind is tokens" },
        { "translator", "encoder.network", "[]", "encoder.network is given; it must be left out unless encoder.kind is feed-forward" },
        { "translator", "network", "[]", "network is given; it must be left out unless the topology is one-to-one" },
        { "captions", "encoder.cell", "\"gru\"", "encoder.cell is given; it must be left out when encoder.kind is feed-forward" },
        { "captions", "encoder.layers", "1", "encoder.layers is given; it must be left out when encoder.kind is feed-forward" },
        { "captions", "encoder.hiddenSize", "4", "encoder.hiddenSize is given; it must be left out when encoder.kind is feed-forward" },
        { "captions", "encoder.bidirectional", "true", "encoder.bidirectional is true; it must be false when encoder.kind is feed-forward" },
        { "captions", "encoder.input.size", "65537", "encoder.input.size is 65537; it must be a whole number from 1 to 65536" },
        { "captions", "encoder.input.image.height", "5", "encoder.input.image has 3 × 5 × 4 values, 60; it must have encoder.input.size, 48" },
        { "captions", "encoder.input.image.width", "0", "encoder.input.image.width is 0; it must be a whole number from 1 to 65536" },
        { "captions", "encoder.input.image.channels", "65537", "encoder.input.image.channels is 65537; it must be a whole number from 1 to 65536" },
        { "digits", "cell", "\"gru\"", "cell is given; it must be left out when the topology is one-to-one" },
        { "digits", "layers", "1", "layers is given; it must be left out when the topology is one-to-one" },
        { "digits", "hiddenSize", "1", "hiddenSize is given; it must be left out when the topology is one-to-one" },
        { "digits", "network.0.channels", "0", "network[0].channels is 0; it must be a whole number from 1 to 16384" },
        { "digits", "network.0.kernelSize", "16385", "network[0].kernelSize is 16385; it must be a whole number from 1 to 16384" },
        { "digits", "network.0.stride", "0", "network[0].stride is 0; it must be a whole number from 1 to 16384" },
        { "digits", "network.0.padding", "-1", "network[0].padding is -1; it must be a whole number from 0 to 16384" },
        { "digits", "network.0.size", "2", "network[0].size is given; it must be left out unless kind is linear" },
        { "digits", "network.1.kernelSize", "2", "network[1].kernelSize is given; it must be left out unless kind is conv2d, max-pool or average-pool" },
        { "digits", "network.2.stride", "2", "network[2].stride is given; it must be left out unless kind is conv2d" },
        { "digits", "network.2.padding", "0", "network[2].padding is given; it must be left out unless kind is conv2d" },
        { "digits", "network.5.size", "0", "network[5].size is 0; it must be a whole number from 1 to 16384" },
        { "digits", "network.5.channels", "1", "network[5].channels is given; it must be left out unless kind is conv2d" },
        { "digits", "network.1.kind", "\"gelu\"", "network[1].kind is \"gelu\"; it must be one of conv2d, max-pool, average-pool, linear, relu, tanh, flatten, dropout" },

        // What goes together.
        { "translator", "topology", "\"many-to-many\"", "encoder is given; it must be left out unless the topology is one-to-many or encoder-decoder" },
        { "translator", "topology", "\"one-to-many\"", "encoder.kind is recurrent; it must be feed-forward when the topology is one-to-many" },
        { "translator", "encoder.kind", "\"feed-forward\"", "encoder.kind is feed-forward; it must be recurrent when the topology is encoder-decoder" },
        { "translator", "encoder.input", """{ "kind": "features", "size": 3 }""", "encoder.end is given; it must be left out when encoder.input.kind is features" },
        { "translator", "encoder.input", """{ "kind": "features", "size": 3 }""", "encoder.tokenizer is given; it must be left out when encoder.input.kind is features" },
        { "translator", "encoder.input", """{ "kind": "features", "size": 3, "image": { "channels": 3, "height": 1, "width": 1 } }""", "encoder.input.image is given; it must be left out unless encoder.kind is feed-forward" },
        { "translator", "bidirectional", "true", "bidirectional is true; it must be false unless the topology is many-to-one or many-to-many" },
        { "translator", "lookAhead", """{ "steps": 1, "end": "<end>" }""", "lookAhead is given; it must be left out unless the topology is many-to-many" },
        { "translator", "attention.kind", "\"additive\"", "attention.kind is \"additive\"; it must be one of dot" },
        { "captions", "attention", """{ "kind": "dot" }""", "attention is given; it must be left out unless the topology is encoder-decoder" },
        { "captions", "encoder.input", """{ "kind": "tokens", "vocabularySize": 4, "embeddingSize": 2 }""", "encoder.input.kind is tokens; it must be features when encoder.kind is feed-forward" },
        { "captions", "encoder.end", "\"<end>\"", "encoder.end is given; it must be left out when encoder.input.kind is features" },
        { "digits", "input", """{ "kind": "tokens", "vocabularySize": 4, "embeddingSize": 2 }""", "input.kind is tokens; it must be features when the topology is one-to-one" },
        { "chorales", "input.image", """{ "channels": 6, "height": 1, "width": 1 }""", "input.image is given; it must be left out unless the topology is one-to-one" },
        { "sensor", "lookAhead", """{ "steps": 1, "end": "<end>" }""", "lookAhead is given; it must be left out unless the topology is many-to-many" },
        { "delayed", "lookAhead.steps", "0", "lookAhead.steps is 0; it must be a whole number from 1 to 64" },
        { "delayed", "lookAhead.steps", "65", "lookAhead.steps is 65; it must be a whole number from 1 to 64" },
        { "delayed", "lookAhead.end", "\"<stop>\"", "lookAhead.end is \"<stop>\"; it must be an entry of vocabulary.json" },
        { "delayed", "bidirectional", "true", "lookAhead is given; it must be left out when bidirectional is true" },
        { "delayed", "input", """{ "kind": "features", "size": 6 }""", "lookAhead is given; it must be left out when input.kind is features" },

        // Generation.
        { "translator", "head.size", "4", "head.size is 4; it must be input.vocabularySize, 5, when the topology is encoder-decoder" },
        { "translator", "head.activation", "\"none\"", "head.activation is none; it must be softmax when the topology is encoder-decoder" },
        { "translator", "head.labels", "\"vocabulary.json\"", "head.labels is given; it must be left out when the topology is encoder-decoder: what it puts out is what it reads" },
        { "translator", "input", """{ "kind": "features", "size": 5 }""", "input.kind is features; it must be tokens when the topology is encoder-decoder" },
        { "translator", "sampling.beams", "0", "sampling.beams is 0; it must be a whole number from 1 to 64" },
        { "translator", "sampling.beams", "65", "sampling.beams is 65; it must be a whole number from 1 to 64" },
        { "translator", "sampling.lengthPenalty", "-0.5", "sampling.lengthPenalty is -0.5; it must be a number from 0 to 10" },
        { "translator", "sampling.lengthPenalty", "1e99", "sampling.lengthPenalty is Infinity; it must be a number from 0 to 10" },
        { "translator", "sampling.maxTokens", "1000001", "sampling.maxTokens is 1000001; it must be a whole number from 1 to 1000000" },
        { "chorales", "head.activation", "\"softmax\"", "head.activation is softmax; it must be sigmoid when the topology is one-to-many and input.kind is features" },
        { "chorales", "head.size", "5", "head.size is 5; it must be input.size, 6, when the topology is one-to-many and input.kind is features" },
        { "chorales", "encoder", """{ "kind": "feed-forward", "input": { "kind": "features", "size": 2 }, "network": [] }""", "encoder is given; it must be left out when the model generates features" },
        { "chorales", "sampling.start", "\"<start>\"", "sampling.start is given; it must be left out when input.kind is features" },
        { "chorales", "sampling.end", "\"<end>\"", "sampling.end is given; it must be left out when input.kind is features" },
        { "chorales", "sampling.topK", "3", "sampling.topK is 3; it must be 0 when input.kind is features" },
        { "chorales", "sampling.topP", "0.5", "sampling.topP is 0.5; it must be 1 when input.kind is features" },
        { "chorales", "sampling.beams", "2", "sampling.beams is 2; it must be 1 when input.kind is features" },

        // Modules that do not fit.
        { "digits", "network", """[{ "kind": "conv2d", "channels": 2, "kernelSize": 2 }, { "kind": "linear", "size": 3 }]""", "network.1 is linear and reads 2 × 3 × 3; it must be flat: put flatten before it" },
        { "digits", "network", """[{ "kind": "relu" }]""", "head is linear and reads 1 × 4 × 4; it must be flat: put flatten before it" },
        { "digits", "network.2.kernelSize", "3", "network.2 has kernelSize 3 and reads only 2 rows or columns with padding 0" },
        { "digits", "network.0.padding", "16384", "network.0 makes 537001992 values of 1 × 4 × 4; it may make 1048576" },
        { "captions", "encoder.network.2.kernelSize", "5", "encoder.2 has kernelSize 5 and reads only 4 rows or columns with padding 0" },
        { "captions", "encoder.network", "[]", "bridge is linear and reads 3 × 4 × 4; it must be flat: put flatten before it" },

        // Names of files and their entries.
        { "translator", "tokenizer.kind", "\"words\"", "tokenizer.merges is given; it must be left out unless tokenizer.kind is bpe" },
        { "translator", "encoder.tokenizer.kind", "\"abc\"", "encoder.tokenizer.merges is given; it must be left out unless encoder.tokenizer.kind is bpe" },
        { "translator", "encoder.tokenizer.merges", "\"../m\"", "encoder.tokenizer.merges is \"../m\"; it must be a plain file name: 1 to 100 letters, digits, dots, underscores and hyphens, beginning with a letter or digit" },
        { "translator", "encoder.tokenizer.unknown", "\"?\"", "encoder.tokenizer.unknown is \"?\"; it must be an entry of source-vocabulary.json" },
        { "translator", "encoder.end", "\"<stop>\"", "encoder.end is \"<stop>\"; it must be an entry of source-vocabulary.json" },
        { "translator", "sampling.end", "\"<stop>\"", "sampling.end is \"<stop>\"; it must be an entry of vocabulary.json" },
    };

    // Kind, path of the key that is taken out, the fault.
    public static TheoryData<string, string, string> Missing => new()
    {
        { "translator", "cell", "cell is missing; it must be given unless the topology is one-to-one" },
        { "translator", "hiddenSize", "hiddenSize is missing; it must be given unless the topology is one-to-one" },
        { "translator", "encoder", "encoder is missing; it must be given when the topology is encoder-decoder" },
        { "translator", "encoder.cell", "encoder.cell is missing; it must be given unless encoder.kind is feed-forward" },
        { "translator", "encoder.layers", "encoder.layers is missing; it must be given unless encoder.kind is feed-forward" },
        { "translator", "encoder.tokenizer", "encoder.tokenizer is missing; it must be given when encoder.input.kind is tokens" },
        { "translator", "encoder.tokenizer.merges", "encoder.tokenizer.merges is missing; it must be given when encoder.tokenizer.kind is bpe" },
        { "translator", "tokenizer.merges", "tokenizer.merges is missing; it must be given when tokenizer.kind is bpe" },
        { "translator", "encoder.input", "encoder.input is missing; it must be an object" },
        { "translator", "sampling", "sampling is missing; it must be given when the topology is encoder-decoder" },
        { "translator", "sampling.start", "sampling.start is missing; it must be given when input.kind is tokens" },
        { "translator", "sampling.end", "sampling.end is missing; it must be given when input.kind is tokens" },
        { "translator", "attention.kind", "attention.kind is missing; it must be one of dot" },
        { "captions", "encoder.network", "encoder.network is missing; it must be given when encoder.kind is feed-forward" },
        { "captions", "encoder.input.image.width", "encoder.input.image.width is missing; it must be a whole number" },
        { "chorales", "sampling", "sampling is missing; it must be given when the topology is one-to-many" },
        { "digits", "network", "network is missing; it must be given when the topology is one-to-one" },
        { "digits", "network.0.channels", "network[0].channels is missing; it must be given when kind is conv2d" },
        { "digits", "network.2.kernelSize", "network[2].kernelSize is missing; it must be given when kind is conv2d, max-pool or average-pool" },
        { "digits", "network.5.size", "network[5].size is missing; it must be given when kind is linear" },
        { "delayed", "lookAhead.end", "lookAhead.end is missing; it must be a string" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Read_OneValueWrong_NamesIt(string kind, string path, string value, string fault)
    {
        using var builder = PackageBuilder.Kinds[kind]();
        builder.Set(path, value);

        Assert.Contains($"model.json: {fault}", builder.Faults());
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public void Read_KeyMissing_NamesIt(string kind, string path, string fault)
    {
        using var builder = PackageBuilder.Kinds[kind]();
        builder.Remove(path);

        Assert.Contains($"model.json: {fault}", builder.Faults());
    }

    [Fact]
    public void Read_TooManyModules_SaysHowMany()
    {
        using var builder = PackageBuilder.Digits();
        var modules = builder.Manifest["network"]!.AsArray();
        while (modules.Count < 257)
        {
            modules.Add(modules[1]!.DeepClone());
        }

        Assert.Contains("model.json: network has 257 modules; it may have at most 256", builder.Faults());
    }

    [Fact]
    public void Read_ModuleTensorLargerThanAnArray_IsRefusedBeforeItIsMade()
    {
        using var builder = PackageBuilder.Digits();
        builder.Set("network", """
            [{ "kind": "conv2d", "channels": 16384, "kernelSize": 1, "padding": 2 }, { "kind": "flatten" }, { "kind": "linear", "size": 2048 }]
            """);

        Assert.Contains(
            "model.json: tensor network.2.weight would have 2147483648 elements; a tensor may have at most 2147483591", builder.Faults());
    }
}
