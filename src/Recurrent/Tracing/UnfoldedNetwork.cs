using System.Text.Json;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Recurrent.Tracing;

/// <summary>
/// The network of a model package as its equations, for looking at: reads a sequence and keeps every number on the way. Immutable
/// and thread-safe.
/// </summary>
/// <remarks>
/// It computes with plain scalars and shares no code with the packed cells that serve; their results agree within 1e-5, but with
/// weights of int8: what these meet is rounded where it is served, and stays float32 here. Sequences begin at <c>O_0 = 0</c>. A
/// generating model reads its start token first, or a vector of zeros, and a model that looks ahead reads its end token last, as their
/// sessions do.
/// </remarks>
public sealed class UnfoldedNetwork
{
    private const string Traced =
        "what can be traced is a many-to-one, many-to-many or one-to-many model of rnn-tanh, rnn-relu, gru or lstm cells that "
        + "reads in one direction, without an encoder";

    private readonly PackageContents _package;
    private readonly NetworkShape _shape;
    private readonly UnfoldedLayer[] _layers;
    private readonly UnfoldedHead _head;

    private UnfoldedNetwork(PackageContents package, NetworkShape shape)
    {
        _package = package;
        _shape = shape;
        var tensors = NetworkTensors.Rounded(shape, package.Tensors, package.WeightFormat);
        _layers = [.. NetworkTensors.Cells(shape, tensors).Select(weights => new UnfoldedLayer(shape.Cell, weights))];
        _head = new UnfoldedHead(shape.Activation, tensors["head.weight"], tensors["head.bias"], Classes(package, shape));
    }

    /// <summary>Whether the model reads text, rather than feature vectors.</summary>
    public bool ReadsText => _package.Reader is not null;

    private string Name => _package.Manifest.Name;

    /// <summary>Loads the package in <paramref name="folder"/> and checks it whole.</summary>
    /// <exception cref="ModelPackageException">The package has faults.</exception>
    /// <exception cref="TraceException">It is a network of another kind.</exception>
    public static UnfoldedNetwork Load(string folder) => Of(PackageReader.Read(folder));

    /// <summary>The network of a package that was read.</summary>
    /// <exception cref="TraceException">It is a network of another kind.</exception>
    internal static UnfoldedNetwork Of(PackageContents package)
    {
        var manifest = package.Manifest;
        var topology = JsonNamingPolicy.KebabCaseLower.ConvertName($"{manifest.Topology}");
        var kind = manifest.Topology is Topology.EncoderDecoder or Topology.OneToOne ? topology
            : manifest.Bidirectional ? "bidirectional"
            : manifest.Encoder is not null ? $"{topology} with an encoder"
            : null;
        return kind is null && package.Shape.Step is { } shape
            ? new UnfoldedNetwork(package, shape)
            : throw new TraceException($"model '{manifest.Name}' is {kind ?? topology}; {Traced}");
    }

    /// <summary>Reads a whole text.</summary>
    /// <param name="text">What the model's tokenizer cuts into tokens.</param>
    /// <param name="stepsLimit">Most steps that are read, from 1; later tokens are left out.</param>
    /// <exception cref="TraceException">The model reads feature vectors, there is no token, or one is not in the vocabulary.</exception>
    public ForwardTrace ReadText(string text, int stepsLimit = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsLimit, 1);
        if (_package.Reader is not { } reader)
        {
            throw new TraceException($"model '{Name}' reads feature vectors of {_shape.FeatureSize} values, not text");
        }

        var tokens = new List<string>();
        reader.Tokenizer.Tokenize("", text, end: true, tokens);
        if (tokens.Count == 0)
        {
            throw new TraceException($"the text has no token; model '{Name}' needs at least one");
        }

        if (_package.Manifest.Sampling?.Start is { } start)
        {
            tokens.Insert(0, start);
        }

        if (_package.Manifest.LookAhead is { } lookAhead)
        {
            tokens.AddRange(Enumerable.Repeat(lookAhead.End, lookAhead.Steps));
        }

        return Unfold(tokens.Take(stepsLimit).Select((token, index) => ((string?)token, Embed(token, index + 1))));
    }

    /// <summary>Reads feature vectors.</summary>
    /// <param name="vectors">At least one, each <c>[features]</c>.</param>
    /// <param name="stepsLimit">Most steps that are read, from 1; later vectors are left out.</param>
    /// <exception cref="TraceException">
    /// The model reads text, there is no vector, or one has the wrong size or a number that is not finite.
    /// </exception>
    public ForwardTrace ReadFeatures(IReadOnlyList<float[]> vectors, int stepsLimit = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsLimit, 1);
        if (ReadsText)
        {
            throw new TraceException($"model '{Name}' reads text, not feature vectors");
        }

        if (vectors.Count == 0)
        {
            throw new TraceException($"there is no feature vector; model '{Name}' needs at least one");
        }

        float[][] start = _package.Manifest.Sampling is null ? [] : [new float[_shape.FeatureSize]];
        var inputs = start.Concat(vectors.Select((vector, index) => Checked(vector, index + 1)));
        return Unfold(inputs.Take(stepsLimit).Select(vector => ((string?)null, vector)));
    }

    private ForwardTrace Unfold(IEnumerable<(string? Token, float[] Input)> inputs)
    {
        var steps = new List<StepTrace>();
        foreach (var (token, input) in inputs)
        {
            steps.Add(Step(token, input, steps.LastOrDefault()));
        }

        var manifest = _package.Manifest;
        return new ForwardTrace
        {
            Model = manifest.Name,
            Version = manifest.Version,
            Topology = manifest.Topology,
            LookAheadSteps = manifest.LookAhead?.Steps ?? 0,
            Cell = _shape.Cell,
            HiddenSize = _shape.HiddenSize,
            GateNames = UnfoldedLayer.GateNames(_shape.Cell),
            Activation = _shape.Activation,
            Classes = _head.Classes,
            Biases = [.. _layers.Select(layer => layer.Bias)],
            Steps = steps,
        };
    }

    /// <summary>One input through all layers and the head; <paramref name="before"/> is null at the first step.</summary>
    private StepTrace Step(string? token, float[] input, StepTrace? before)
    {
        var layers = new LayerTrace[_layers.Length];
        var x = input;
        for (var layer = 0; layer < layers.Length; layer++)
        {
            layers[layer] = _layers[layer].Step(x, before?.Layers[layer]);
            x = layers[layer].Output;
        }

        var logits = _head.Logits(x);
        var scores = _head.Scores(logits);
        return new StepTrace
        {
            T = (before?.T ?? 0) + 1,
            Token = token,
            Input = input,
            Layers = layers,
            Logits = logits,
            Scores = scores,
            Labels = _head.Labels(scores),
        };
    }

    /// <summary>The token's row of every embedding table, one behind the other.</summary>
    private float[] Embed(string token, int step)
    {
        var encoder = _package.Reader!.Encoder;
        var rows = new int[encoder.Tables];
        if (!encoder.TryEncode(token, rows))
        {
            throw new TraceException(
                $"the token of step {step}, '{token}', is not among the {encoder.VocabularySize} of model '{Name}'");
        }

        return
        [
            .. _shape.Embeddings.SelectMany((table, index) =>
                new ArraySegment<float>(_package.Tensors[$"{table.Name}.weight"], rows[index] * table.Size, table.Size)),
        ];
    }

    private float[] Checked(float[]? vector, int step)
    {
        var size = _shape.FeatureSize;
        if (vector?.Length != size)
        {
            throw new TraceException($"feature vector {step} has {vector?.Length ?? 0} values; model '{Name}' reads {size}");
        }

        var bad = Array.FindIndex(vector, value => !float.IsFinite(value));
        return bad < 0
            ? vector
            : throw new TraceException(
                $"feature vector {step} has {vector[bad]} at position {bad + 1}; every value must be a finite number");
    }

    /// <summary>The labels; without them the vocabulary, when the head predicts tokens; else numbers.</summary>
    private static IReadOnlyList<string> Classes(PackageContents package, NetworkShape shape)
    {
        var size = shape.OutputSize;
        return package.Labels
            ?? (shape.Activation == OutputActivation.Softmax && package.Reader?.Encoder is { } encoder && encoder.VocabularySize == size
                ? [.. Enumerable.Range(0, size).Select(encoder.TokenOf)]
                : [.. Enumerable.Range(0, size).Select(index => $"{index}")]);
    }
}
