using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Tests.Packages;

/// <summary>What the packages of every kind are made into.</summary>
public sealed class KindPackageTests
{
    public static TheoryData<string> Kinds => [.. PackageBuilder.Kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Load_EveryKind_TakesAllTensorsAndNoOther(string kind)
    {
        using var builder = PackageBuilder.Kinds[kind]();

        var contents = builder.Read();
        var package = ModelPackage.Load(builder.Folder);

        Assert.Equal(builder.Tensors.Keys.Order(), contents.Tensors.Keys.Order());
        Assert.Equal(builder.Tensors.Values.Sum(tensor => tensor.Values.LongLength), package.Parameters);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_AnyTensorMissing_NamesIt(string kind)
    {
        using var whole = PackageBuilder.Kinds[kind]();
        foreach (var name in whole.Tensors.Keys)
        {
            using var builder = PackageBuilder.Kinds[kind]();
            builder.Tensors.Remove(name);

            Assert.StartsWith(
                $"weights.safetensors: tensor {name} is missing; its shape must be [{string.Join(", ", whole.Tensors[name].Shape)}] (",
                Assert.Single(builder.Faults()), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("translator", "memory.weight", "[4, 6] (size 4, 6 values before it)")]
    [InlineData("translator", "bridge.weight", "[8, 6] (size 8, 6 values before it)")]
    [InlineData("translator", "attention.weight", "[4, 8] (hiddenSize 4, 2 × hiddenSize)")]
    [InlineData("translator", "rnn.weight_ih_l0", "[12, 6] (3 gates × hiddenSize 4, input size 6)")]
    [InlineData("translator", "encoder.rnn.weight_ih_l0_reverse", "[12, 2] (4 gates × hiddenSize 3, input size 2)")]
    [InlineData("captions", "encoder.0.weight", "[2, 3, 3, 3] (channels 2, 3 channels before it, kernelSize 3 twice)")]
    [InlineData("captions", "bridge.weight", "[8, 5] (size 8, 5 values before it)")]
    [InlineData("digits", "network.5.weight", "[3, 2] (size 3, 2 values before it)")]
    [InlineData("digits", "head.weight", "[2, 3] (size 2, 3 values before it)")]
    public void Read_TensorOfAnotherShape_SaysWhatItMustBe(string kind, string tensor, string rule)
    {
        using var builder = PackageBuilder.Kinds[kind]();
        builder.Tensors[tensor] = ("F32", [1, 7], new float[7]);

        Assert.Equal([$"weights.safetensors: tensor {tensor}: shape is [1, 7]; it must be {rule}"], builder.Faults());
    }

    [Fact]
    public void Load_Translator_HasEncoderMemoryBridgeAndDecoder()
    {
        using var builder = PackageBuilder.Translator();
        builder.Write();

        var package = ModelPackage.Load(builder.Folder);

        Assert.Equal((6, 4), (package.Source!.Layers!.Layers[0].OutputSize, package.Source.Memory!.OutputSize));
        Assert.Equal((6, 8), (package.Source.FirstState.InputSize, package.Source.FirstState.OutputSize));
        Assert.Equal([2], package.Source.EndRows!);
        Assert.Equal((0, 64 * 3), (package.Source.FeatureSize, 64 * package.Network!.StateLength / 16));
        Assert.Null(package.Layers);
        Assert.Null(package.FeedForward);
        Assert.Equal((5, 0.5f), (package.Manifest.Sampling!.Beams, package.Manifest.Sampling.LengthPenalty));
        var tokens = new List<string>();
        package.Source.Reader!.Tokenizer.Tokenize("", "AB b", end: true, tokens);
        Assert.Equal(["▁ab", "▁", "b"], tokens);
        Assert.IsType<BytePairTokenizer>(package.Tokenizer);
    }

    [Fact]
    public void Load_TranslatorWithoutAttention_HasNoMemory()
    {
        using var builder = PackageBuilder.Translator();
        builder.Remove("attention");
        foreach (var name in new[] { "memory.weight", "memory.bias", "attention.weight", "attention.bias" })
        {
            builder.Tensors.Remove(name);
        }

        builder.Tensors["rnn.weight_ih_l0"] = ("F32", [12, 2], new float[24]);
        builder.Write();

        var package = ModelPackage.Load(builder.Folder);

        Assert.Null(package.Source!.Memory);
        Assert.False(package.Network!.Shape.Attention);
    }

    [Fact]
    public void Load_Captions_HasAnImageEncoder()
    {
        using var builder = PackageBuilder.Captions();
        builder.Write();

        var package = ModelPackage.Load(builder.Folder);

        Assert.Equal((48, 8), (package.Source!.FirstState.InputSize, package.Source.FirstState.OutputSize));
        Assert.Equal((48, null, null), (package.Source.FeatureSize, package.Source.Layers, package.Source.Reader));
        Assert.IsType<WordTokenizer>(package.Tokenizer);
        Assert.Null(package.FeedForward);
    }

    [Fact]
    public void Load_Digits_IsOneFeedForwardNetwork()
    {
        using var builder = PackageBuilder.Digits();
        builder.Write();

        var package = ModelPackage.Load(builder.Folder);

        Assert.Equal((16, 2), (package.FeedForward!.InputSize, package.FeedForward.OutputSize));
        Assert.Equal((null, null, null), (package.Network, package.Layers, package.Source));
        Assert.Equal(["0", "1"], package.Labels!);
    }

    [Fact]
    public void Load_Sensor_IsLayersAndAHead()
    {
        using var builder = PackageBuilder.Sensor();
        builder.Write();

        var package = ModelPackage.Load(builder.Folder);

        Assert.Equal((8, 8, 1), (package.Layers!.Layers[0].OutputSize, package.FeedForward!.InputSize, package.FeedForward.OutputSize));
        Assert.Equal((null, null), (package.Network, package.Source));
    }

    [Theory]
    [InlineData("vocabulary.json", "[\"<unk>\", \"<start>\", \"<end>\", \"c\"]", "there are 4 entries; there must be 5 (input.vocabularySize)")]
    [InlineData("source-vocabulary.json", "[\"<unk>\", \"<end>\"]", "there are 2 entries; there must be 6 (encoder.input.vocabularySize)")]
    [InlineData("merges.json", "[\"ab\"]", "Merge 0 is \"ab\"; it must be two symbols with one space between them.")]
    [InlineData("source-merges.json", "[\"▁a b\"]", "Merge 0 is \"▁a b\"; \"▁a\" must be a single character, or made by a merge before this one.")]
    [InlineData("source-merges.json", "[\"a b\", \"a b\"]", "entry 1 is \"a b\", as entry 0 is; all entries must differ")]
    [InlineData("merges.json", "{}", "the document is not an array; it must be an array of strings")]
    public void Read_TokenFileBroken_NamesIt(string file, string json, string fault)
    {
        using var builder = PackageBuilder.Translator();
        builder.Files[file] = json;

        Assert.Contains($"{file}: {fault}", builder.Faults());
    }

    [Theory]
    [InlineData("merges.json")]
    [InlineData("source-merges.json")]
    [InlineData("source-vocabulary.json")]
    public void Read_TokenFileMissing_NamesIt(string file)
    {
        using var builder = PackageBuilder.Translator();
        builder.Missing.Add(file);

        Assert.Contains(builder.Faults(), found => found.StartsWith($"{file}: ", StringComparison.Ordinal));
    }
}
