using RnnCluster.Abstractions.Frames;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>What a session must give out, as a plain loop over the network: one state, one row, one thread.</summary>
internal sealed class ReferenceSession(ModelPackage package, ulong seed = 0)
{
    private readonly RecurrentState _state = package.Network!.CreateState();
    private readonly StepBatch _batch = package.Network!.CreateBatch(1);
    private readonly Sampler _sampler = new(package.Network!.Shape.OutputSize);
    private SamplerState _random = new(seed, 0);

    /// <summary>A whole text, cut by the package's tokenizer.</summary>
    public List<StepOutput> ReadText(string text, bool scores = false)
    {
        var tokens = new List<string>();
        package.Tokenizer!.Tokenize("", text, end: true, tokens);
        return ReadTokens(tokens, scores);
    }

    public List<StepOutput> ReadTokens(IEnumerable<string> tokens, bool scores = false)
    {
        Start();
        return [.. tokens.Select(token => Describe(token, scores, Step(Encode(token))))];
    }

    public List<StepOutput> ReadFeatures(IEnumerable<float[]> vectors, bool scores = false) =>
        [.. vectors.Select(vector => Describe(token: null, scores, Step(vector)))];

    /// <summary>Samples up to <paramref name="tokens"/> tokens, and reads each of them; the end token ends it.</summary>
    public List<string> Generate(int tokens, SamplingOptions? options = null)
    {
        Start();
        var end = Encode(package.Manifest.Sampling!.End!)[0];
        var text = new List<string>();
        for (var drawn = 0; drawn < tokens; drawn++)
        {
            var token = _sampler.Sample(package.Network!.Logits(_state), options ?? package.Manifest.Sampling.ToOptions(), ref _random);
            if (token == end)
            {
                Reset();
                return text;
            }

            text.Add(package.Encoder!.TokenOf(token));
            Step(Encode(text[^1]));
        }

        return text;
    }

    public void Reset() => _state.StartSequence();

    private void Start()
    {
        if (_state.Steps == 0 && package.Manifest.Sampling is { } sampling)
        {
            Step(Encode(sampling.Start!));
        }
    }

    private int[] Encode(string token)
    {
        var rows = new int[package.Encoder!.Tables];
        Assert.True(package.Encoder.TryEncode(token, rows));
        return rows;
    }

    private float[] Step(int[] rows)
    {
        _batch.Clear();
        _batch.SetTokens(_batch.Add(_state), rows);
        return Step();
    }

    private float[] Step(float[] features)
    {
        _batch.Clear();
        _batch.SetFeatures(_batch.Add(_state), features);
        return Step();
    }

    private float[] Step()
    {
        package.Network!.Step(_batch);
        _batch.Scatter(0, _state);
        var scores = new float[package.Network!.Shape.OutputSize];
        package.Network!.Activate(_batch.Logits(0), scores);
        return scores;
    }

    private StepOutput Describe(string? token, bool scores, float[] outputs)
    {
        if (package.Network!.Shape.Activation != OutputActivation.Softmax)
        {
            return new StepOutput { Token = token, Probabilities = outputs };
        }

        var best = Array.IndexOf(outputs, outputs.Max());
        return new StepOutput
        {
            Token = token,
            Label = package.Labels?[best] ?? package.Encoder!.TokenOf(best),
            Score = outputs[best],
            Probabilities = scores ? outputs : null,
        };
    }
}
