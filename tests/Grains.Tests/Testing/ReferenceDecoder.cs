using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Sampling;
using RnnCluster.Recurrent.Tests.Sampling;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>What a model generates from a source, or from nothing: every prefix is read again from the start, alone.</summary>
internal sealed class ReferenceDecoder
{
    private readonly ModelPackage _package;
    private readonly RecurrentState _first;
    private readonly int[] _rows;

    private ReferenceDecoder(ModelPackage package, float[] hidden, float[][]? memory)
    {
        _package = package;
        _first = package.Network!.CreateState();
        _rows = new int[package.Encoder!.Tables];
        _first.Memory = memory is null ? null : AttentionMemory.Of(memory);
        var rows = package.Network.Shape.Layers;
        var stride = _first.Values.Length / (rows * (package.Network.Shape.Cell == CellKind.Lstm ? 2 : 1) + (memory is null ? 0 : 1));
        for (var layer = 0; hidden.Length > 0 && layer < rows; layer++)
        {
            var size = hidden.Length / rows;
            hidden.AsSpan(layer * size, size).CopyTo(
                _first.Values.AsSpan(layer * stride * (package.Network.Shape.Cell == CellKind.Lstm ? 2 : 1)));
        }
    }

    private int End => Id(_package.Manifest.Sampling!.End!);

    private int MaxTokens => _package.Manifest.Sampling!.MaxTokens;

    /// <summary>After a source of tokens.</summary>
    public static ReferenceDecoder Of(ModelPackage package, params IReadOnlyList<string> tokens)
    {
        var source = package.Source!;
        var vectors = ReferenceLayers.Embed(source.Layers!, source.Reader!.Encoder, [.. tokens, package.Manifest.Encoder!.End!]);
        var (outputs, last) = ReferenceLayers.Read(source.Layers!, vectors);
        var memory = outputs.Select(output => ReferenceLayers.Apply(source.Memory!, output)).ToArray();
        return new ReferenceDecoder(package, ReferenceLayers.Apply(source.FirstState, last), memory);
    }

    /// <summary>After an image.</summary>
    public static ReferenceDecoder Of(ModelPackage package, float[] image) =>
        new(package, ReferenceLayers.Apply(package.Source!.FirstState, image), memory: null);

    /// <summary>After nothing but a prompt.</summary>
    public static ReferenceDecoder Of(ModelPackage package) => new(package, [], memory: null);

    /// <summary>The likeliest token each time.</summary>
    public List<string> Greedy(int? tokens = null) => Sample(new SamplingOptions { Temperature = 0 }, seed: 0, tokens);

    /// <summary>Tokens until the end is drawn.</summary>
    public List<string> Sample(SamplingOptions options, ulong seed, int? tokens = null)
    {
        var state = new SamplerState(seed, 0);
        var sampler = new Sampler(_package.Network!.OutputSize);
        var drawn = new List<int>();
        while (drawn.Count < (tokens ?? MaxTokens) && sampler.Sample(Logits([.. drawn]), options, ref state) is var token && token != End)
        {
            drawn.Add(token);
        }

        return Texts(drawn);
    }

    /// <summary>The best of a beam search that is stopped after a number of steps.</summary>
    public List<string> Search(int beams, int? steps = null) => Texts(
        new BeamReference(End, _package.Manifest.Sampling!.LengthPenalty, Logits).Search(beams, Math.Min(steps ?? MaxTokens, MaxTokens)).Tokens);

    /// <summary>What the network gives behind the start token and a prefix.</summary>
    private float[] Logits(int[] prefix)
    {
        var (state, batch) = (_first.Clone(), _package.Network!.CreateBatch(1));
        foreach (var token in prefix.Prepend(Id(_package.Manifest.Sampling!.Start!)))
        {
            _package.Encoder!.Encode(token, _rows);
            batch.Clear();
            batch.SetTokens(batch.Add(state), _rows);
            _package.Network!.Step(batch);
            batch.Scatter(0, state);
        }

        return batch.Logits(0).ToArray();
    }

    private List<string> Texts(IEnumerable<int> tokens) => [.. tokens.Select(_package.Encoder!.TokenOf)];

    private int Id(string token)
    {
        Assert.True(_package.Encoder!.TryEncode(token, _rows));
        return _rows[0];
    }
}
