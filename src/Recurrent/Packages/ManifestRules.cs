using System.Text.RegularExpressions;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Packages;

/// <summary>Checks what a manifest says, beside its sizes: names, and that its parts go together.</summary>
internal sealed partial class ManifestRules(ModelManifest manifest, FileFaults faults)
{
    /// <summary>Adds a fault for everything that is wrong.</summary>
    public void Check()
    {
        CheckPattern(
            "name", manifest.Name, ModelName(),
            "1 to 63 lower-case letters, digits and hyphens, not beginning with a hyphen");
        CheckPattern(
            "version", manifest.Version, VersionText(),
            "1 to 32 letters, digits, dots, plus signs and hyphens, beginning with a letter or digit");
        Require(manifest.Licence.Length > 0, "licence is empty; it must name the licence of the weights");
        Require(manifest.Dropout is >= 0 and <= 1, $"dropout is {manifest.Dropout}; it must be a number from 0 to 1");
        Require(double.IsFinite(manifest.Metric?.Value ?? 0), $"metric.value is {manifest.Metric?.Value}; it must be finite");
        CheckTokenizer();
        CheckFeatures();
        CheckTopology();
    }

    private void CheckTokenizer()
    {
        var tokens = manifest.Input.Kind == InputKind.Tokens;
        Require(!tokens || manifest.Tokenizer is not null, "tokenizer is missing; it must be given when input.kind is tokens");
        Require(tokens || manifest.Tokenizer is null, "tokenizer is given; it must be left out when input.kind is features");
    }

    private void CheckFeatures()
    {
        var features = manifest.Input.Features ?? [];
        var names = new HashSet<string>();
        for (var i = 0; i < features.Count; i++)
        {
            var feature = features[i];
            var key = $"input.features[{i}]";
            CheckPattern(
                $"{key}.name", feature.Name, FeatureName(),
                "1 to 63 lower-case letters, digits and underscores, beginning with a letter");
            Require(
                feature.Name is not ("embedding" or "rnn" or "head"),
                $"{key}.name is \"{feature.Name}\"; it must not be the name of another module: embedding, rnn, head");
            Require(
                names.Add(feature.Name),
                $"{key}.name is {Excerpt.Quote(feature.Name)} as that of an entry before; names must differ");
            if (feature.Kind == TokenFeatureKind.Shape)
            {
                Require(feature.Length is null, $"{key}.length is {feature.Length}; it must be left out when kind is shape");
            }
            else
            {
                var found = feature.Length is null ? "missing" : $"{feature.Length}";
                Require(
                    feature.Length is >= 1 and <= PackageLimits.AffixLength,
                    $"{key}.length is {found}; it must be a whole number from 1 to {PackageLimits.AffixLength}");
            }
        }
    }

    private void CheckTopology()
    {
        switch (manifest.Topology)
        {
            case Topology.OneToMany:
                CheckGeneration();
                break;
            case Topology.EncoderDecoder:
                faults.Add("topology encoder-decoder is not served yet; it must be many-to-one, many-to-many or one-to-many");
                break;
            case Topology.OneToOne:
                faults.Add("topology one-to-one is not served yet; it must be many-to-one, many-to-many or one-to-many");
                break;
            default:
                Require(manifest.Sampling is null, "sampling is given; it must be left out unless the topology is one-to-many");
                break;
        }
    }

    private void CheckGeneration()
    {
        const string why = "when the topology is one-to-many";
        Require(manifest.Input.Kind == InputKind.Tokens, $"input.kind is features; it must be tokens {why}");
        Require(!manifest.Bidirectional, $"bidirectional is true; it must be false {why}");
        Require(
            manifest.Head.Activation == OutputActivation.Softmax,
            $"head.activation is {ActivationName}; it must be softmax {why}");
        Require(manifest.Head.Labels is null, $"head.labels is given; it must be left out {why}: the classes are the tokens");
        Require(
            manifest.Input.VocabularySize is not int size || manifest.Head.Size == size,
            $"head.size is {manifest.Head.Size}; it must be input.vocabularySize, {manifest.Input.VocabularySize}, {why}");
        if (manifest.Sampling is not SamplingManifest sampling)
        {
            faults.Add($"sampling is missing; it must be given {why}");
            return;
        }

        foreach (var fault in sampling.ToOptions().Faults())
        {
            faults.Add($"sampling.{fault}");
        }

        Require(
            sampling.MaxTokens is >= 1 and <= PackageLimits.MaxTokens,
            $"sampling.maxTokens is {sampling.MaxTokens}; it must be a whole number from 1 to {PackageLimits.MaxTokens}");
    }

    private string ActivationName => manifest.Head.Activation == OutputActivation.Sigmoid ? "sigmoid" : "none";

    private void CheckPattern(string key, string value, Regex pattern, string rule) =>
        Require(pattern.IsMatch(value), $"{key} is {Excerpt.Quote(value)}; it must be {rule}");

    private void Require(bool holds, string fault)
    {
        if (!holds)
        {
            faults.Add(fault);
        }
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,62}\z")]
    private static partial Regex ModelName();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.+-]{0,31}\z")]
    private static partial Regex VersionText();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,62}\z")]
    private static partial Regex FeatureName();
}
