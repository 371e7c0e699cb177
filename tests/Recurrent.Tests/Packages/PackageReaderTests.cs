using System.Text.Json.Nodes;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Tests.Packages;

public sealed class PackageReaderTests
{
    [Fact]
    public void Read_Tagger_GivesManifestEncoderLabelsAndTensors()
    {
        using var builder = PackageBuilder.Tagger();

        var package = builder.Read();

        Assert.Equal("tagger", package.Manifest.Name);
        Assert.Equal(0.5f, package.Manifest.Dropout);
        Assert.Equal(new MetricManifest("accuracy", 0.9, "dev"), package.Manifest.Metric);
        Assert.Equal(["NOUN", "VERB"], package.Labels!);
        Assert.IsType<WordTokenizer>(package.Reader!.Tokenizer);
        Assert.Equal(6, package.Shape.Step!.InputSize);
        Assert.Equal(builder.Tensors.Keys.Order(), package.Tensors.Keys.Order());
        Assert.All(package.Tensors, tensor => Assert.Equal(builder.Tensors[tensor.Key].Values, tensor.Value));
        var rows = new int[3];
        Assert.True(package.Reader.Encoder.TryEncode("Cat", rows));
        Assert.Equal([2, 1, 2], rows);
    }

    [Fact]
    public void Read_Music_GivesSamplingDefaults()
    {
        using var builder = PackageBuilder.Music();

        var package = builder.Read();

        Assert.Equal(new SamplingManifest("<start>", "<end>", 0.8f, 0, 1, 512), package.Manifest.Sampling);
        Assert.IsType<AbcTokenizer>(package.Reader!.Tokenizer);
        Assert.Null(package.Labels);
    }

    [Fact]
    public void Read_SamplingWithoutOptions_HasDefaults()
    {
        using var builder = PackageBuilder.Music();
        builder.Manifest["sampling"] = new JsonObject { ["start"] = "<start>", ["end"] = "<end>" };

        Assert.Equal(new SamplingManifest("<start>", "<end>", 1, 0, 1, 1024, 1, 1), builder.Read().Manifest.Sampling);
    }

    [Fact]
    public void Read_FeatureInput_HasNoTokenizer()
    {
        using var builder = PackageBuilder.Sensor();

        var package = builder.Read();

        Assert.Null(package.Reader);
        Assert.True(package.Shape.Sequence!.Bidirectional);
        Assert.Equal(CellKind.RnnTanh, package.Shape.Sequence.Cell);
    }

    [Fact]
    public void Read_BFloat16_IsWidened()
    {
        using var builder = PackageBuilder.Sensor();
        builder.Tensors["head.bias"] = ("BF16", [1], [-1.5f]);

        Assert.Equal([-1.5f], builder.Read().Tensors["head.bias"]);
    }

    [Fact]
    public void Read_FolderMissing_SaysWhichFilesAreMissing()
    {
        var folder = Path.Combine(Path.GetTempPath(), "no-such-package");

        var exception = Assert.Throws<ModelPackageException>(() => PackageReader.Read(folder));

        Assert.Equal(folder, exception.Folder);
        Assert.Equal(
            $"The model package {folder} cannot be loaded:\n- model.json: the file is missing\n- weights.safetensors: the file is missing",
            exception.Message);
    }

    [Fact]
    public void Read_FaultsEverywhere_AllInOneMessage()
    {
        using var builder = PackageBuilder.Tagger();
        builder.Manifest["version"] = "";
        builder.Manifest["tokenizer"]!["unknown"] = "<oov>";
        builder.Manifest["head"]!["size"] = 3;
        builder.Files["vocabulary.json"] = """["<unk>", "the", "the", "sat"]""";
        builder.Tensors["rnn.weight_hh_l0"] = ("F32", [8, 4], new float[32]);
        builder.Tensors["embedding.weight"].Values[4] = float.NaN;
        builder.Tensors.Remove("shape.weight");
        builder.Missing.Add("suffix2.json");

        string[] expected =
        [
            "model.json: version is \"\"; it must be 1 to 32 letters, digits, dots, plus signs and hyphens, beginning with a letter or digit",
            "vocabulary.json: there are 4 entries; there must be 5 (input.vocabularySize)",
            "vocabulary.json: entry 2 is \"the\", as entry 1 is; all entries must differ",
            "suffix2.json: the file is missing",
            "model.json: tokenizer.unknown is \"<oov>\"; it must be an entry of vocabulary.json",
            "labels.json: there are 2 entries; there must be 3 (head.size)",
            "weights.safetensors: tensor embedding.weight: element [1, 1] is NaN; every weight must be finite",
            "weights.safetensors: tensor shape.weight is missing; its shape must be [3, 1] (vocabularySize 3, embeddingSize 1)",
            "weights.safetensors: tensor rnn.weight_hh_l0: shape is [8, 4]; it must be [16, 4] (4 gates × hiddenSize 4, hiddenSize 4)",
            "weights.safetensors: tensor head.weight: shape is [2, 4]; it must be [3, 4] (head size 3, hiddenSize 4)",
            "weights.safetensors: tensor head.bias: shape is [2]; it must be [3] (head size 3)",
        ];
        Assert.Equal(expected, builder.Faults());
    }

    [Fact]
    public void Read_MoreFaultsThanAnyoneReads_ListsTheFirstAndCountsTheRest()
    {
        using var builder = PackageBuilder.Tagger();
        builder.Files["labels.json"] = $"[{string.Join(", ", Enumerable.Repeat("\"X\"", 151))}]";

        var faults = builder.Faults();

        Assert.Equal(101, faults.Count);
        Assert.Equal("and 51 more faults", faults[^1]);
    }

    [Fact]
    public void Read_ManifestBroken_StillChecksTheWeightsFile()
    {
        using var builder = PackageBuilder.Tagger();
        builder.Manifest.Remove("cell");
        builder.Weights = [1, 2, 3];

        string[] expected =
        [
            "model.json: cell is missing; it must be given unless the topology is one-to-one",
            "weights.safetensors: the file has 3 bytes; it must begin with 8 bytes that give the length of its header",
        ];
        Assert.Equal(expected, builder.Faults());
    }
}
