using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Packages;

/// <summary>Checks that a manifest whose model generates says how, and that what it draws is what it reads.</summary>
internal sealed class GenerationRules(ModelManifest manifest, FileFaults faults)
{
    private readonly string _when = $"when the topology is {(manifest.Topology == Topology.OneToMany ? "one-to-many" : "encoder-decoder")}";

    /// <summary>Adds a fault for everything that is wrong.</summary>
    public void Check()
    {
        Require(manifest.Head.Labels is null, $"head.labels is given; it must be left out {_when}: what it puts out is what it reads");
        if (manifest.Input.Kind == InputKind.Tokens)
        {
            CheckHead(OutputActivation.Softmax, "input.vocabularySize", manifest.Input.VocabularySize, _when);
        }
        else
        {
            Require(manifest.Topology == Topology.OneToMany, $"input.kind is features; it must be tokens {_when}");
            Require(manifest.Encoder is null, "encoder is given; it must be left out when the model generates features");
            CheckHead(OutputActivation.Sigmoid, "input.size", manifest.Input.Size, $"{_when} and input.kind is features");
        }

        if (manifest.Sampling is SamplingManifest sampling)
        {
            CheckSampling(sampling);
        }
        else
        {
            faults.Add($"sampling is missing; it must be given {_when}");
        }
    }

    private void CheckHead(OutputActivation activation, string sizeKey, int? size, string when)
    {
        Require(
            manifest.Head.Activation == activation,
            $"head.activation is {Name(manifest.Head.Activation)}; it must be {Name(activation)} {when}");
        Require(size is null || manifest.Head.Size == size, $"head.size is {manifest.Head.Size}; it must be {sizeKey}, {size}, {when}");
    }

    private void CheckSampling(SamplingManifest sampling)
    {
        foreach (var fault in sampling.ToOptions().Faults())
        {
            faults.Add($"sampling.{fault}");
        }

        InRange("maxTokens", sampling.MaxTokens, PackageLimits.MaxTokens);
        InRange("beams", sampling.Beams, PackageLimits.Beams);
        Require(
            sampling.LengthPenalty is >= 0 and <= 10, $"sampling.lengthPenalty is {sampling.LengthPenalty}; it must be a number from 0 to 10");
        if (manifest.Input.Kind == InputKind.Tokens)
        {
            const string why = "when input.kind is tokens";
            Require(sampling.Start is not null, $"sampling.start is missing; it must be given {why}");
            Require(sampling.End is not null, $"sampling.end is missing; it must be given {why}");
            return;
        }

        const string features = "when input.kind is features";
        Require(sampling.Start is null, $"sampling.start is given; it must be left out {features}");
        Require(sampling.End is null, $"sampling.end is given; it must be left out {features}");
        Require(sampling.TopK == 0, $"sampling.topK is {sampling.TopK}; it must be 0 {features}");
        Require(sampling.TopP == 1, $"sampling.topP is {sampling.TopP}; it must be 1 {features}");
        Require(sampling.Beams == 1, $"sampling.beams is {sampling.Beams}; it must be 1 {features}");
    }

    private static string Name(OutputActivation activation) => activation switch
    {
        OutputActivation.Softmax => "softmax",
        OutputActivation.Sigmoid => "sigmoid",
        _ => "none",
    };

    private void InRange(string key, int value, int limit) =>
        Require(value >= 1 && value <= limit, $"sampling.{key} is {value}; it must be a whole number from 1 to {limit}");

    private void Require(bool holds, string fault)
    {
        if (!holds)
        {
            faults.Add(fault);
        }
    }
}
