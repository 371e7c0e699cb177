using System.Text.Json.Nodes;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Tests.Kernels;
using RnnCluster.Recurrent.Tests.Networks;
using RnnCluster.Recurrent.Tests.Packages;
using RnnCluster.Recurrent.Tracing;

namespace RnnCluster.Recurrent.Tests.Tracing;

public sealed class UnfoldedNetworkTests
{
    private const int Steps = 9;
    private const float Tolerance = 1e-5f;

    public static TheoryData<CellKind, int> Cases =>
        [.. from cell in Enum.GetValues<CellKind>() from layers in new[] { 1, 2 } select (cell, layers)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ReadFeatures_EveryStep_IsThatOfTheServedNetwork(CellKind cell, int layers)
    {
        var package = TracedNetworks.Package(cell, layers);
        var network = new RecurrentNetwork(package.Shape.Step!, package.Tensors);
        var state = network.CreateState();
        var batch = network.CreateBatch(1);
        var inputs = Inputs(package.Shape.Step!.FeatureSize);

        var trace = UnfoldedNetwork.Of(package).ReadFeatures(inputs);

        Assert.Equal(Steps, trace.Steps.Count);
        for (var step = 0; step < Steps; step++)
        {
            var logits = Stepping.Pass(network, batch, [state], [inputs[step]])[0];
            var scores = new float[logits.Length];
            OutputActivations.Apply(network.Shape.Activation, logits, scores);
            var traced = trace.Steps[step];
            AssertClose(logits, traced.Logits);
            AssertClose(scores, traced.Scores);
            AssertClose(StateOf(network, state), traced.Layers.SelectMany(layer => layer.Output.Concat(layer.Cell ?? [])));
        }
    }

    // What is shown must be what was used: the last equation of every cell, from the numbers of the trace alone.
    [Theory]
    [MemberData(nameof(Cases))]
    public void ReadFeatures_EveryStep_FollowsFromItsOwnNumbers(CellKind cell, int layers)
    {
        var trace = UnfoldedNetwork.Of(TracedNetworks.Package(cell, layers)).ReadFeatures(Inputs(5));
        for (var t = 1; t < Steps; t++)
        {
            for (var layer = 0; layer < layers; layer++)
            {
                AssertFollows(cell, trace.Biases[layer], trace.Steps[t - 1].Layers[layer], trace.Steps[t].Layers[layer]);
            }
        }
    }

    [Fact]
    public void ReadText_WorkedExample_HasTheScoresOfTheServedNetwork()
    {
        var package = ModelPackage.Load(Repository.WorkedExample);
        var state = package.Network!.CreateState();
        var batch = package.Network!.CreateBatch(1);
        var rows = new int[package.Encoder!.Tables];
        var trace = UnfoldedNetwork.Load(Repository.WorkedExample).ReadText("movie was not good");
        foreach (var step in trace.Steps)
        {
            Assert.True(package.Encoder.TryEncode(step.Token!, rows));
            batch.Clear();
            batch.SetTokens(batch.Add(state), rows);
            package.Network!.Step(batch);
            batch.Scatter(0, state);
            var scores = new float[1];
            OutputActivations.Apply(OutputActivation.Sigmoid, batch.Logits(0), scores);

            Assert.Equal(scores[0], step.Scores[0], 1e-6f);
        }
    }

    [Fact]
    public void ReadText_TokenWithFeatures_ConcatenatesItsEmbeddings()
    {
        using var builder = PackageBuilder.Tagger();
        var package = builder.Read();

        var trace = UnfoldedNetwork.Of(package).ReadText("The bird");

        var (words, suffixes, shapes) =
            (package.Tensors["embedding.weight"], package.Tensors["suffix2.weight"], package.Tensors["shape.weight"]);
        float[] the = [.. words[3..6], .. suffixes[..2], shapes[2]];
        float[] unknown = [.. words[..3], .. suffixes[..2], shapes[1]];
        Assert.Equal(the, trace.Steps[0].Input);
        Assert.Equal(unknown, trace.Steps[1].Input);
    }

    [Fact]
    public void ReadText_GeneratingModel_ReadsItsStartTokenFirst()
    {
        using var builder = PackageBuilder.Music();

        var trace = UnfoldedNetwork.Of(builder.Read()).ReadText("A|B");

        Assert.Equal(["<start>", "A", "|", "B"], trace.Steps.Select(step => step.Token));
        Assert.Equal(["r", "z", "n"], trace.GateNames);
        Assert.Equal(["<start>", "<end>", "A", "B", "|"], trace.Classes);
    }

    [Fact]
    public void ReadText_ModelThatLooksAhead_ReadsItsEndTokenLast()
    {
        using var builder = PackageBuilder.Tagger();
        builder.Manifest["lookAhead"] = JsonNode.Parse("""{ "steps": 2, "end": "<unk>" }""");

        var trace = UnfoldedNetwork.Of(builder.Read()).ReadText("The cat");

        Assert.Equal(["The", "cat", "<unk>", "<unk>"], trace.Steps.Select(step => step.Token));
        Assert.Equal(2, trace.LookAheadSteps);
    }

    [Fact]
    public void ReadFeatures_GeneratingModel_ReadsZerosFirst()
    {
        var package = TracedNetworks.Package(CellKind.Gru, 1, OutputActivation.Sigmoid);
        var generating = package with
        {
            Manifest = package.Manifest with { Topology = Topology.OneToMany, Sampling = new SamplingManifest() },
        };

        var trace = UnfoldedNetwork.Of(generating).ReadFeatures(Inputs(5));

        Assert.Equal(Steps + 1, trace.Steps.Count);
        Assert.Equal(new float[5], trace.Steps[0].Input);
    }

    [Theory]
    [InlineData(OutputActivation.Softmax, 1)]
    [InlineData(OutputActivation.None, 0)]
    public void ReadFeatures_Activation_DecidesForLabels(OutputActivation activation, int labels) => Assert.All(
        UnfoldedNetwork.Of(TracedNetworks.Package(CellKind.Gru, 1, activation)).ReadFeatures(Inputs(5)).Steps,
        step => Assert.Equal(labels, step.Labels.Count));

    [Fact]
    public void ReadFeatures_Sigmoid_NamesEveryClassAboveOneHalf() => Assert.All(
        UnfoldedNetwork.Of(TracedNetworks.Package(CellKind.Gru, 1, OutputActivation.Sigmoid)).ReadFeatures(Inputs(5)).Steps,
        step => Assert.Equal(
            Enumerable.Range(0, 3).Where(index => step.Scores[index] > 0.5f).Select(index => $"{index}"), step.Labels));

    [Fact]
    public void ReadFeatures_Limit_ReadsTheFirst()
    {
        var network = UnfoldedNetwork.Of(TracedNetworks.Package(CellKind.Lstm, 1));

        Assert.Equal([1, 2], network.ReadFeatures(Inputs(5), stepsLimit: 2).Steps.Select(step => step.T));
    }

    [Fact]
    public void Of_Bidirectional_SaysWhatCanBeTraced()
    {
        using var builder = PackageBuilder.Sensor();
        var package = builder.Read();

        var exception = Assert.Throws<TraceException>(() => UnfoldedNetwork.Of(package));

        Assert.Equal(
            "model 'sensor' is bidirectional; what can be traced is a many-to-one, many-to-many or one-to-many model of "
            + "rnn-tanh, rnn-relu, gru or lstm cells that reads in one direction, without an encoder",
            exception.Message);
    }

    [Fact]
    public void Of_OtherTopology_IsNamed()
    {
        var package = TracedNetworks.Package(CellKind.Gru, 1);
        var other = package with { Manifest = package.Manifest with { Topology = Topology.EncoderDecoder } };

        Assert.StartsWith(
            "model 'random' is encoder-decoder; what can be traced is",
            Assert.Throws<TraceException>(() => UnfoldedNetwork.Of(other)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongInput_SaysWhatIsAllowed()
    {
        var features = UnfoldedNetwork.Of(TracedNetworks.Package(CellKind.Gru, 1));
        var words = UnfoldedNetwork.Load(Repository.WorkedExample);

        AssertFault("model 'random' reads feature vectors of 5 values, not text", () => features.ReadText("good"));
        AssertFault("there is no feature vector; model 'random' needs at least one", () => features.ReadFeatures([]));
        AssertFault("feature vector 2 has 4 values; model 'random' reads 5", () => features.ReadFeatures([new float[5], new float[4]]));
        AssertFault(
            "feature vector 1 has NaN at position 2; every value must be a finite number",
            () => features.ReadFeatures([[0, float.NaN, 0, 0, 0]]));
        AssertFault("model 'worked-example' reads text, not feature vectors", () => words.ReadFeatures([[1]]));
        AssertFault("the text has no token; model 'worked-example' needs at least one", () => words.ReadText(" "));
        AssertFault("the token of step 2, 'film', is not among the 5 of model 'worked-example'", () => words.ReadText("good film"));
    }

    private static void AssertFollows(CellKind cell, LayerBias bias, LayerTrace before, LayerTrace layer)
    {
        var hidden = layer.Output.Length;
        for (var k = 0; k < layer.PreActivation.Length; k++)
        {
            var reset = cell == CellKind.Gru && k >= 2 * hidden ? layer.Gates[0].Values[k % hidden] : 1;
            Assert.Equal(layer.InputProduct[k] + bias.Input[k], layer.InputProjection[k], Tolerance);
            Assert.Equal(layer.InputProjection[k] + reset * layer.RecurrentProjection[k], layer.PreActivation[k], Tolerance);
        }

        for (var k = 0; k < hidden; k++)
        {
            float Gate(int gate) => layer.Gates[gate].Values[k];
            var expected = cell switch
            {
                CellKind.RnnTanh => MathF.Tanh(layer.PreActivation[k]),
                CellKind.RnnRelu => MathF.Max(0, layer.PreActivation[k]),
                CellKind.Gru => (1 - Gate(1)) * Gate(2) + Gate(1) * before.Output[k],
                _ => Gate(3) * MathF.Tanh(Gate(1) * before.Cell![k] + Gate(0) * Gate(2)),
            };
            Assert.Equal(expected, layer.Output[k], Tolerance);
        }
    }

    /// <summary>The state as the trace has it: of each layer <c>h</c>, then <c>c</c>, without padding.</summary>
    private static IEnumerable<float> StateOf(RecurrentNetwork network, RecurrentState state) =>
        state.Values.Chunk(network.HiddenStride).SelectMany(row => row[..network.Shape.HiddenSize]);

    private static float[][] Inputs(int size)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, Steps).Select(_ => Numbers.Uniform(random, size, 3))];
    }

    private static void AssertClose(IEnumerable<float> expected, IEnumerable<float> actual)
    {
        Assert.Equal(expected.Count(), actual.Count());
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    private static void AssertFault(string message, Action read) => Assert.Equal(message, Assert.Throws<TraceException>(read).Message);
}
