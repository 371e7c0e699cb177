using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Tests.Kernels;
using RnnCluster.Recurrent.Tracing;

namespace RnnCluster.Recurrent.Tests.Packages;

/// <summary>The key <c>weights</c> of <c>model.json</c>.</summary>
public sealed class WeightFormatTests
{
    public static TheoryData<string, string> KindsAndFormats =>
        [.. from kind in Recurrent() from format in new[] { "float32", "bfloat16", "int8" } select (kind, format)];

    public static TheoryData<string> RecurrentKinds => [.. Recurrent()];

    [Theory]
    [MemberData(nameof(KindsAndFormats))]
    public void Load_EveryFormat_StepsToTheBitsOfTheNetworkBuiltWithIt(string kind, string format)
    {
        using var builder = Builder(kind);
        builder.Manifest["weights"] = format;
        var contents = builder.Read();
        var layers = contents.Shape.Sequence is { } sequence
            ? new SequenceNetwork(sequence, contents.Tensors, StepKernels.Best, FormatOf(format))
            : null;
        var network = contents.Shape.Step is { } step
            ? new RecurrentNetwork(step, contents.Tensors, StepKernels.Best, FormatOf(format))
            : null;

        Assert.Equal(PackageOutputs.Of(layers, network), PackageOutputs.Of(builder));
    }

    [Theory]
    [MemberData(nameof(RecurrentKinds))]
    public void Load_WithoutTheKey_IsFloat32(string kind)
    {
        using var without = Builder(kind);
        using var with = Builder(kind);
        with.Manifest["weights"] = "float32";

        Assert.Equal(WeightFormat.Float32, without.Read().WeightFormat);
        Assert.Equal(PackageOutputs.Of(with), PackageOutputs.Of(without));
    }

    [Theory]
    [MemberData(nameof(RecurrentKinds))]
    public void Load_BFloat16_IsFloat32OfWeightsRoundedBefore(string kind)
    {
        using var rounding = Builder(kind);
        rounding.Manifest["weights"] = "bfloat16";
        using var rounded = Builder(kind);
        foreach (var (name, (type, shape, values)) in rounded.Tensors.Where(IsRounded))
        {
            rounded.Tensors[name] = (type, shape, Array.ConvertAll(values, NearestBFloat16));
        }

        Assert.Equal(PackageOutputs.Of(rounded), PackageOutputs.Of(rounding));
    }

    [Theory]
    [MemberData(nameof(RecurrentKinds))]
    public void Load_BFloat16OfBFloat16Tensors_LosesNothing(string kind)
    {
        using var kept = Builder(kind);
        using var rounding = Builder(kind);
        rounding.Manifest["weights"] = "bfloat16";
        foreach (var builder in new[] { kept, rounding })
        {
            foreach (var (name, (_, shape, values)) in builder.Tensors)
            {
                builder.Tensors[name] = ("BF16", shape, values);
            }
        }

        Assert.Equal(PackageOutputs.Of(kept), PackageOutputs.Of(rounding));
    }

    [Theory]
    [InlineData("bfloat16")]
    [InlineData("int8")]
    public void Load_FewerBits_ChangesWhatComesOut(string format)
    {
        using var whole = Builder("tagger");
        using var rounding = Builder("tagger");
        rounding.Manifest["weights"] = format;

        Assert.NotEqual(PackageOutputs.Of(whole), PackageOutputs.Of(rounding));
    }

    [Theory]
    [InlineData("\"float16\"", "\"float16\"")]
    [InlineData("\"b-float16\"", "\"b-float16\"")]
    [InlineData("16", "16")]
    [InlineData("null", "null")]
    public void Read_UnknownFormat_NamesThoseThatThereAre(string value, string shown)
    {
        using var builder = Builder("tagger");
        builder.Set("weights", value);

        Assert.Equal([$"model.json: weights is {shown}; it must be one of float32, bfloat16, int8"], builder.Faults());
    }

    [Fact]
    public void Read_OneToOne_MustLeaveItOut()
    {
        using var builder = PackageBuilder.Digits();
        builder.Manifest["weights"] = "bfloat16";

        Assert.Equal(["model.json: weights is given; it must be left out when the topology is one-to-one"], builder.Faults());
    }

    [Theory]
    [InlineData("bfloat16")]
    [InlineData("int8")]
    public void Load_HeadOverWholeSequences_StaysFloat32(string format)
    {
        using var whole = PackageBuilder.Sensor();
        using var rounding = PackageBuilder.Sensor();
        rounding.Manifest["weights"] = format;

        Assert.Equal(HeadOutputs(whole), HeadOutputs(rounding));
    }

    // The trace computes with plain scalars, so the last bits may differ; the rounding of weights is a hundred times as large. Inputs
    // that are rounded where they are served stay as they are.
    [Theory]
    [InlineData("bfloat16", 1e-5f)]
    [InlineData("int8", 1e-2f)]
    public void Trace_FewerBits_ShowsWhatIsServed(string format, float tolerance)
    {
        using var builder = Builder("tagger");
        builder.Manifest["weights"] = format;
        builder.Write();
        var package = ModelPackage.Load(builder.Folder);
        var state = package.Network!.CreateState();
        var batch = package.Network!.CreateBatch(1);
        var rows = new int[package.Encoder!.Tables];

        foreach (var step in UnfoldedNetwork.Load(builder.Folder).ReadText("the cat sat").Steps)
        {
            Assert.True(package.Encoder.TryEncode(step.Token!, rows));
            batch.Clear();
            batch.SetTokens(batch.Add(state), rows);
            package.Network!.Step(batch);
            batch.Scatter(0, state);

            Assert.All(step.Logits.Zip(batch.Logits(0).ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }

    private static IEnumerable<string> Recurrent() => PackageBuilder.Kinds.Keys.Where(kind => kind != "digits").Append("tagger");

    private static PackageBuilder Builder(string kind) => kind == "tagger" ? PackageBuilder.Tagger() : PackageBuilder.Kinds[kind]();

    private static WeightFormat FormatOf(string text) => Enum.Parse<WeightFormat>(text, ignoreCase: true);

    private static float[] HeadOutputs(PackageBuilder builder)
    {
        builder.Write();
        var head = ModelPackage.Load(builder.Folder).FeedForward!;
        var batch = head.CreateBatch(1);
        batch.Add(Numbers.Uniform(new Random(3), head.InputSize));
        head.Step(batch);
        return batch.Output(0).ToArray();
    }

    /// <summary>Whether a tensor is a matrix of a recurrent network, of attention, or of a head that steps with them.</summary>
    private static bool IsRounded(KeyValuePair<string, (string Type, long[] Shape, float[] Values)> tensor) =>
        tensor.Value.Shape.Length == 2
        && (tensor.Key.Contains("rnn.", StringComparison.Ordinal) || tensor.Key is "attention.weight" or "head.weight");

    /// <summary>Ties to even, by arithmetic.</summary>
    private static float NearestBFloat16(float value)
    {
        if (value == 0)
        {
            return value;
        }

        var lastPlace = MathF.ILogB(value) - 7;
        return MathF.ScaleB(MathF.Round(MathF.ScaleB(value, -lastPlace)), lastPlace);
    }
}
