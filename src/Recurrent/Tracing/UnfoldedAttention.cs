using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Tracing;

/// <summary>
/// An encoder-decoder with attention as its equations, for looking at: reads a source, is told what was written, and gives where it
/// looked (Luong et al., 2015, https://arxiv.org/abs/1508.04025). Immutable and thread-safe.
/// </summary>
/// <remarks>It computes with plain scalars and shares no code with the packed cells that serve.</remarks>
public sealed class UnfoldedAttention
{
    private const string Traced = "attention can be traced of an encoder-decoder with a recurrent encoder of tokens and attention";

    private readonly PackageContents _package;
    private readonly NetworkShape _step;
    private readonly NetworkShape _sequence;
    private readonly IReadOnlyDictionary<string, float[]> _tensors;
    private readonly UnfoldedLayer[] _encoder;
    private readonly UnfoldedLayer[] _decoder;

    private UnfoldedAttention(PackageContents package, NetworkShape step, NetworkShape sequence)
    {
        _package = package;
        _step = step;
        _sequence = sequence;

        // Both networks round what is theirs; the names do not meet.
        _tensors = NetworkTensors.Rounded(step, NetworkTensors.Rounded(sequence, package.Tensors, package.WeightFormat), package.WeightFormat);
        _encoder = [.. NetworkTensors.Cells(sequence, _tensors).Select(weights => new UnfoldedLayer(sequence.Cell, weights))];
        _decoder = [.. NetworkTensors.Cells(step, _tensors).Select(weights => new UnfoldedLayer(step.Cell, weights))];
    }

    private string Name => _package.Manifest.Name;

    /// <summary>Loads the package in <paramref name="folder"/> and checks it whole.</summary>
    /// <exception cref="ModelPackageException">The package has faults.</exception>
    /// <exception cref="TraceException">It is a network of another kind.</exception>
    public static UnfoldedAttention Load(string folder)
    {
        var package = PackageReader.Read(folder);
        return package is { Shape: { Step: { Attention: true } step, Sequence: { } sequence, Memory: not null }, SourceReader: not null, Reader: not null }
            ? new UnfoldedAttention(package, step, sequence)
            : throw new TraceException($"model '{package.Manifest.Name}' is of another kind; {Traced}");
    }

    /// <summary>Reads a source and writes a target.</summary>
    /// <param name="text">The source; the encoder's tokenizer cuts it.</param>
    /// <param name="target">Tokens of the decoder's vocabulary.</param>
    /// <param name="stepsLimit">Most tokens of the source, and of the target.</param>
    /// <exception cref="TraceException">There is no source, one of both is too long, or a token is unknown.</exception>
    public AttentionTrace Trace(string text, IReadOnlyList<string> target, int stepsLimit = int.MaxValue)
    {
        var source = new List<string>();
        _package.SourceReader!.Tokenizer.Tokenize("", text, end: true, source);
        if (source.Count == 0 || source.Count > stepsLimit || target.Count > stepsLimit)
        {
            throw new TraceException(
                $"the source has {source.Count} tokens and the target {target.Count}; a source has 1 to {stepsLimit}, a target at most {stepsLimit}");
        }

        var inputs = source.ConvertAll(token => Embed(_sequence, _package.SourceReader.Encoder, token));
        if (_package.Manifest.Encoder!.End is { } end)
        {
            source.Add(end);
            inputs.Add(Rows(_sequence, _package.SourceReader.Encoder.EncodeEntry(end)));
        }

        var (outputs, last) = Encode(inputs);
        float[][] memory = [.. outputs.Select(output => Affine("memory", output))];
        return Decode(memory, last, source, target);
    }

    /// <summary>The top layer's <c>[→h_s ; ←h_s]</c> at every position, and <c>[→h_last ; ←h_first]</c>.</summary>
    private (float[][] Outputs, float[] Last) Encode(List<float[]> inputs)
    {
        var directions = _sequence.Directions;
        float[][] rows = [.. inputs];
        float[] last = [];
        for (var layer = 0; layer < _sequence.Layers; layer++)
        {
            var forward = Run(_encoder[layer * directions], rows);
            var backward = directions == 1 ? [] : Run(_encoder[layer * directions + 1], [.. rows.Reverse()]);
            last = [.. forward[^1], .. directions == 1 ? [] : backward[^1]];
            rows = directions == 1 ? forward : [.. forward.Zip(backward.Reverse(), (ahead, back) => (float[])[.. ahead, .. back])];
        }

        return (rows, last);
    }

    private static float[][] Run(UnfoldedLayer layer, float[][] inputs)
    {
        var outputs = new float[inputs.Length][];
        LayerTrace? before = null;
        for (var position = 0; position < inputs.Length; position++)
        {
            before = layer.Step(inputs[position], before);
            outputs[position] = before.Output;
        }

        return outputs;
    }

    private AttentionTrace Decode(float[][] memory, float[] last, IReadOnlyList<string> source, IReadOnlyList<string> target)
    {
        var hidden = _step.HiddenSize;
        var first = Affine("bridge", last);
        var layers = new LayerTrace[_step.Layers];
        for (var layer = 0; layer < layers.Length; layer++)
        {
            layers[layer] = Begin(Array.ConvertAll(first[(layer * hidden)..((layer + 1) * hidden)], MathF.Tanh));
        }

        var encoder = _package.Reader!.Encoder;
        var attentional = new float[hidden];
        var read = Rows(_step, encoder.EncodeEntry(_package.Manifest.Sampling!.Start!));
        var weights = new List<float[]>();
        var likeliest = new List<string>();
        for (var place = 0; place <= target.Count; place++)
        {
            float[] x = [.. read, .. attentional];
            for (var layer = 0; layer < layers.Length; layer++)
            {
                layers[layer] = _decoder[layer].Step(x, layers[layer]);
                x = layers[layer].Output;
            }

            var attention = Softmax(Array.ConvertAll(memory, position => Dot(position, x)));
            weights.Add(attention);
            attentional = Array.ConvertAll(Affine("attention", [.. Mix(attention, memory), .. x]), MathF.Tanh);
            var logits = Affine("head", attentional);
            likeliest.Add(encoder.TokenOf(Array.IndexOf(logits, logits.Max())));
            read = place < target.Count ? Rows(_step, Entry(encoder, target[place])) : read;
        }

        return new AttentionTrace(source, target, likeliest, weights);
    }

    private static LayerTrace Begin(float[] output) => new()
    {
        InputProduct = [],
        InputProjection = [],
        RecurrentProjection = [],
        PreActivation = [],
        Gates = [],
        Cell = new float[output.Length],
        Output = output,
    };

    private float[] Affine(string name, float[] x) => CellReference.Affine(_tensors[$"{name}.weight"], _tensors[$"{name}.bias"], x);

    private float[] Embed(NetworkShape shape, TokenEncoder encoder, string token)
    {
        var rows = new int[encoder.Tables];
        return encoder.TryEncode(token, rows)
            ? Rows(shape, rows)
            : throw new TraceException($"the token '{token}' is not among the {encoder.VocabularySize} that model '{Name}' reads");
    }

    private int[] Entry(TokenEncoder encoder, string token)
    {
        try
        {
            return encoder.EncodeEntry(token);
        }
        catch (ArgumentException)
        {
            throw new TraceException($"the token '{token}' of the target is not among the {encoder.VocabularySize} that model '{Name}' writes");
        }
    }

    private float[] Rows(NetworkShape shape, int[] rows) =>
    [
        .. shape.Embeddings.SelectMany((table, index) =>
            new ArraySegment<float>(_tensors[$"{shape.Prefix}{table.Name}.weight"], rows[index] * table.Size, table.Size)),
    ];

    private static float Dot(float[] left, float[] right) => left.Zip(right, (a, b) => a * b).Sum();

    private static float[] Softmax(float[] scores)
    {
        var largest = scores.Max();
        var powers = Array.ConvertAll(scores, score => Math.Exp(score - largest));
        var sum = powers.Sum();
        return Array.ConvertAll(powers, power => (float)(power / sum));
    }

    private static float[] Mix(float[] weights, float[][] memory)
    {
        var mixed = new float[memory[0].Length];
        for (var position = 0; position < memory.Length; position++)
        {
            for (var unit = 0; unit < mixed.Length; unit++)
            {
                mixed[unit] += weights[position] * memory[position][unit];
            }
        }

        return mixed;
    }
}
