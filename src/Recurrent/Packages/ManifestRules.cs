using System.Text.RegularExpressions;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Packages;

/// <summary>Checks what a manifest says, beside its sizes: names, and that its parts go together.</summary>
internal sealed partial class ManifestRules(ModelManifest manifest, FileFaults faults)
{
    private static readonly string[] ModuleNames = ["embedding", "rnn", "head", "attention", "bridge", "encoder", "memory", "network"];

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
        foreach (var part in ManifestPart.Of(manifest))
        {
            CheckTokenizer(part);
            CheckFeatures(part);
        }

        CheckTopology();
    }

    private void CheckTokenizer(ManifestPart part)
    {
        var key = $"{part.Prefix}tokenizer";
        var kind = $"{part.Prefix}input.kind";
        Require(!part.ReadsTokens || part.Tokenizer is not null, $"{key} is missing; it must be given when {kind} is tokens");
        Require(part.ReadsTokens || part.Tokenizer is null, $"{key} is given; it must be left out when {kind} is features");
        if (part.Tokenizer is { } tokenizer)
        {
            var pairs = tokenizer.Kind == TokenizerKind.Bpe;
            Require(!pairs || tokenizer.Merges is not null, $"{key}.merges is missing; it must be given when {key}.kind is bpe");
            Require(pairs || tokenizer.Merges is null, $"{key}.merges is given; it must be left out unless {key}.kind is bpe");
        }
    }

    private void CheckFeatures(ManifestPart part)
    {
        var features = part.Input.Features ?? [];
        var names = new HashSet<string>();
        for (var i = 0; i < features.Count; i++)
        {
            var feature = features[i];
            var key = $"{part.Prefix}input.features[{i}]";
            CheckPattern(
                $"{key}.name", feature.Name, FeatureName(),
                "1 to 63 lower-case letters, digits and underscores, beginning with a letter");
            Require(
                !ModuleNames.Contains(feature.Name),
                $"{key}.name is \"{feature.Name}\"; it must not be the name of another module: {string.Join(", ", ModuleNames)}");
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
        var topology = manifest.Topology;
        var generates = topology is Topology.OneToMany or Topology.EncoderDecoder;
        var aligned = topology == Topology.ManyToMany;
        CheckEncoder();
        CheckImages();
        Require(
            manifest.Attention is null || topology == Topology.EncoderDecoder,
            "attention is given; it must be left out unless the topology is encoder-decoder");
        Require(manifest.LookAhead is null || aligned, "lookAhead is given; it must be left out unless the topology is many-to-many");
        Require(
            manifest.Sampling is null || generates,
            "sampling is given; it must be left out unless the topology is one-to-many or encoder-decoder");
        Require(
            !manifest.Bidirectional || aligned || topology == Topology.ManyToOne,
            "bidirectional is true; it must be false unless the topology is many-to-one or many-to-many");
        Require(
            manifest.Input.PianoRoll is null || topology == Topology.OneToMany,
            "input.pianoRoll is given; it must be left out unless the topology is one-to-many");
        Require(
            manifest.Weights is null || topology != Topology.OneToOne,
            "weights is given; it must be left out when the topology is one-to-one");
        CheckLookAhead();
        if (generates)
        {
            new GenerationRules(manifest, faults).Check();
        }
    }

    private void CheckEncoder()
    {
        var encoder = manifest.Encoder;
        switch (manifest.Topology)
        {
            case Topology.EncoderDecoder:
                Require(encoder is not null, "encoder is missing; it must be given when the topology is encoder-decoder");
                Require(
                    encoder?.Kind != EncoderKind.FeedForward,
                    "encoder.kind is feed-forward; it must be recurrent when the topology is encoder-decoder");
                break;
            case Topology.OneToMany:
                Require(
                    encoder?.Kind != EncoderKind.Recurrent,
                    "encoder.kind is recurrent; it must be feed-forward when the topology is one-to-many");
                break;
            default:
                Require(encoder is null, "encoder is given; it must be left out unless the topology is one-to-many or encoder-decoder");
                break;
        }

        if (encoder is not null)
        {
            Require(
                encoder.Kind == EncoderKind.Recurrent || !encoder.Bidirectional,
                "encoder.bidirectional is true; it must be false when encoder.kind is feed-forward");
            Require(
                encoder.End is null || encoder.Input.Kind == InputKind.Tokens,
                "encoder.end is given; it must be left out when encoder.input.kind is features");
        }
    }

    private void CheckImages()
    {
        Require(
            manifest.Input.Image is null || manifest.Topology == Topology.OneToOne,
            "input.image is given; it must be left out unless the topology is one-to-one");
        Require(
            manifest.Encoder?.Input.Image is null || manifest.Encoder.Kind == EncoderKind.FeedForward,
            "encoder.input.image is given; it must be left out unless encoder.kind is feed-forward");
    }

    private void CheckLookAhead()
    {
        if (manifest.LookAhead is { } lookAhead)
        {
            Require(
                lookAhead.Steps is >= 1 and <= PackageLimits.LookAheadSteps,
                $"lookAhead.steps is {lookAhead.Steps}; it must be a whole number from 1 to {PackageLimits.LookAheadSteps}");
            Require(manifest.Input.Kind == InputKind.Tokens, "lookAhead is given; it must be left out when input.kind is features");
            Require(!manifest.Bidirectional, "lookAhead is given; it must be left out when bidirectional is true");
        }
    }

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
