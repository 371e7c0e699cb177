namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>A property of a token that has an embedding table of its own beside the token's.</summary>
/// <param name="Kind">What is looked at.</param>
/// <param name="Length">Code points of a prefix or suffix, at least 1; a shape has none.</param>
/// <param name="Values">The values that have a row; id 0 is the row of all others.</param>
public sealed record TokenFeature(TokenFeatureKind Kind, int Length, Vocabulary Values)
{
    internal int RowOf(string token, string lower)
    {
        var value = Kind switch
        {
            TokenFeatureKind.Prefix => WordForm.Prefix(lower, Length),
            TokenFeatureKind.Suffix => WordForm.Suffix(lower, Length),
            _ => WordForm.Shape(token),
        };
        return Values.TryGetId(value, out var row) ? row : 0;
    }
}
