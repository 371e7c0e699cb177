namespace RnnCluster.Recurrent.Packages;

/// <summary>Something in a manifest that reads input: the model itself, or its encoder.</summary>
/// <param name="Prefix">What stands before its keys: nothing, or <c>encoder.</c>.</param>
/// <param name="Input">What it reads.</param>
/// <param name="Tokenizer">What cuts text for it.</param>
internal sealed record ManifestPart(string Prefix, InputManifest Input, TokenizerManifest? Tokenizer)
{
    /// <summary>Whether it reads tokens.</summary>
    public bool ReadsTokens => Input.Kind == InputKind.Tokens;

    /// <summary>The parts of a manifest.</summary>
    public static IEnumerable<ManifestPart> Of(ModelManifest manifest)
    {
        yield return new("", manifest.Input, manifest.Tokenizer);
        if (manifest.Encoder is { } encoder)
        {
            yield return new("encoder.", encoder.Input, encoder.Tokenizer);
        }
    }
}
