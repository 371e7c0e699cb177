using System.Numerics.Tensors;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Grains.Models;

/// <summary>A package that sessions can run on, and what turns its scores into outputs. Immutable, shared by all sessions.</summary>
internal sealed class ServedModel
{
    private readonly IReadOnlyList<string>? _labels;

    public ServedModel(ModelPackage package)
    {
        Package = package;
        var sampling = package.Manifest.Sampling;
        StartToken = IdOf(sampling?.Start);
        EndToken = IdOf(sampling?.End);
        _labels = Labels(package);
    }

    public ModelPackage Package { get; }

    public RecurrentNetwork Network => Package.Network;

    public string Name => Package.Manifest.Name;

    public string Version => Package.Manifest.Version;

    /// <summary>What every sequence begins with; null when there is no such token.</summary>
    public int? StartToken { get; }

    /// <summary>What ends a generated sequence; null when there is no such token.</summary>
    public int? EndToken { get; }

    /// <summary>Whether sessions may generate.</summary>
    public bool Generates => Package.Manifest.Sampling is not null;

    /// <summary>Whether outputs name a class; if not, they always carry the whole vector.</summary>
    public bool HasLabels => _labels is not null;

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

    /// <summary>Names of a softmax head's classes: the labels, or the vocabulary when the head predicts tokens.</summary>
    private static IReadOnlyList<string>? Labels(ModelPackage package)
    {
        if (package.Network.Shape.Activation != OutputActivation.Softmax)
        {
            return null;
        }

        return package.Labels
            ?? (package.Encoder is { } encoder && encoder.VocabularySize == package.Network.Shape.OutputSize
                ? [.. Enumerable.Range(0, encoder.VocabularySize).Select(encoder.TokenOf)]
                : [.. Enumerable.Range(0, package.Network.Shape.OutputSize).Select(index => $"{index}")]);
    }

    private int? IdOf(string? token)
    {
        var rows = new int[Package.Encoder?.Tables ?? 0];
        return token is not null && Package.Encoder is { } encoder && encoder.TryEncode(token, rows) ? rows[0] : null;
    }
}
