using System.Numerics.Tensors;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Telemetry;
using RnnCluster.Grains.Unfolding;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Grains.Models;

/// <summary>A package that sessions can run on, and what turns its scores into outputs. Shared by all sessions; nothing of it changes but what is counted.</summary>
internal sealed class ServedModel
{
    // Long answers to frames that only read leave in parts of this size, or of fewer steps when each is a long vector.
    private const int ReadPartSteps = 1024;
    private const int ReadPartValues = 65_536;

    private readonly IReadOnlyList<string>? _labels;

    public ServedModel(ModelPackage package)
    {
        Package = package;
        var manifest = package.Manifest;
        Traffic = new ModelTraffic(manifest.Name);
        Reader = package.Source is { } source ? source.Reader
            : package.Encoder is { } encoder ? new TokenReader(package.Tokenizer!, encoder)
            : null;
        FeatureSize = Reader is not null ? 0 : package.Source?.FeatureSize ?? manifest.Input.Size!.Value;
        Start = manifest.Sampling is null ? SequenceInputs.None
            : manifest.Sampling.Start is { } start ? Token(start)
            : new SequenceInputs([], [], [new float[FeatureSize]]);
        EndToken = manifest.Sampling?.End is { } end ? Token(end).Rows[0] : null;
        LookAheadEnd = manifest.LookAhead is { } lookAhead ? Repeat(Token(lookAhead.End), lookAhead.Steps) : SequenceInputs.None;
        _labels = Labels(package);
        Unfolding = ModelUnfolding.Of(this);
    }

    public ModelPackage Package { get; }

    /// <summary>How its frames become steps.</summary>
    public ModelUnfolding Unfolding { get; }

    /// <summary>What advances step by step; null when nothing does.</summary>
    public RecurrentNetwork? Network => Package.Network;

    public string Name => Package.Manifest.Name;

    public string Version => Package.Manifest.Version;

    /// <summary>What went through its sessions.</summary>
    public ModelTraffic Traffic { get; }

    /// <summary>What makes inputs of text; null when frames carry feature vectors.</summary>
    public TokenReader? Reader { get; }

    /// <summary>Length of the vectors that frames carry; 0 for tokens.</summary>
    public int FeatureSize { get; }

    /// <summary>Whether inputs are the source of what an encoder-decoder generates.</summary>
    public bool HasSource => Package.Source is not null;

    /// <summary>Whether inputs wait for the end of their sequence.</summary>
    public bool ReadsWholeSequences => HasSource || Package.Layers is not null;

    /// <summary>Whether a sequence has one vector and no more, such as the image of a caption.</summary>
    public bool ReadsOneVector => HasSource && Package.Source!.Layers is null;

    /// <summary>What every generating sequence begins with: a token, or a vector of zeros. None for other models.</summary>
    public SequenceInputs Start { get; }

    /// <summary>What ends a generated sequence; null when there is no such token.</summary>
    public int? EndToken { get; }

    /// <summary>Inputs by which outputs lag behind; 0 for most models.</summary>
    public int LookAheadSteps => Package.Manifest.LookAhead?.Steps ?? 0;

    /// <summary>What is read at the end of a sequence, until all of it is answered.</summary>
    public SequenceInputs LookAheadEnd { get; }

    /// <summary>Whether sessions may generate.</summary>
    public bool Generates => Package.Manifest.Sampling is not null;

    /// <summary>Whether they generate vectors, not tokens.</summary>
    public bool GeneratesVectors => Generates && Package.Encoder is null;

    /// <summary>Steps after which a generated sequence ends when nobody says otherwise; 0 when it does not generate.</summary>
    public int MaxTokens => Package.Manifest.Sampling?.MaxTokens ?? 0;

    public double LengthPenalty => Package.Manifest.Sampling?.LengthPenalty ?? 0;

    /// <summary>Number of the head's outputs.</summary>
    public int OutputSize => Package.Manifest.Head.Size;

    /// <summary>Whether outputs name a class; if not, they always carry the whole vector.</summary>
    public bool HasLabels => _labels is not null;

    /// <summary>Most outputs in one part of an answer: fewer when each is a long vector.</summary>
    public int PartSteps(FramePlan plan)
    {
        var vectors = plan.Generation is null ? plan.Scores || !HasLabels : GeneratesVectors;
        var limit = vectors ? Math.Clamp(ReadPartValues / OutputSize, 1, ReadPartSteps) : ReadPartSteps;
        return Math.Min(plan.Generation?.PartTokens ?? ReadPartSteps, limit);
    }

    /// <summary>A session's state at its beginning.</summary>
    public RecurrentState CreateState() => new(StateLength);

    /// <summary>Floats of <see cref="RecurrentState.Values"/>; 0 for a model that keeps nothing from step to step.</summary>
    public int StateLength => Network?.StateLength ?? 0;

    /// <summary>The head's scores for a row of logits.</summary>
    public float[] Activate(float[] logits)
    {
        var scores = new float[logits.Length];
        OutputActivations.Apply(Package.Manifest.Head.Activation, logits, scores);
        return scores;
    }

    /// <summary>The output of a step that read <paramref name="token"/>.</summary>
    /// <param name="token">Text of the token; null for feature vectors.</param>
    /// <param name="scores">The head's outputs after its activation, <c>[output]</c>.</param>
    /// <param name="full">Whether the whole vector is wanted.</param>
    public StepOutput Describe(string? token, ReadOnlySpan<float> scores, bool full)
    {
        if (_labels is null)
        {
            return new StepOutput { Token = token, Probabilities = scores.ToArray() };
        }

        var best = TensorPrimitives.IndexOfMax(scores);
        return new StepOutput
        {
            Token = token,
            Label = _labels[best],
            Score = scores[best],
            Probabilities = full ? scores.ToArray() : null,
        };
    }

    /// <summary>Names of a softmax head's classes: the labels; without them the vocabulary, when the head predicts tokens; else numbers.</summary>
    private static IReadOnlyList<string>? Labels(ModelPackage package)
    {
        var head = package.Manifest.Head;
        if (head.Activation != OutputActivation.Softmax)
        {
            return null;
        }

        return package.Labels
            ?? (package.Encoder is { } encoder && encoder.VocabularySize == head.Size
                ? [.. Enumerable.Range(0, encoder.VocabularySize).Select(encoder.TokenOf)]
                : [.. Enumerable.Range(0, head.Size).Select(index => $"{index}")]);
    }

    private SequenceInputs Token(string token) => new([token], Package.Encoder!.EncodeEntry(token), []);

    private static SequenceInputs Repeat(SequenceInputs input, int count) => Enumerable.Repeat(input, count)
        .Aggregate(SequenceInputs.None, (all, one) => all.Append(one));
}
