namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>What a token feature looks at.</summary>
public enum TokenFeatureKind
{
    /// <summary>The first code points of the lower-cased token.</summary>
    Prefix,

    /// <summary>The last code points of the lower-cased token.</summary>
    Suffix,

    /// <summary>
    /// Upper case as X, other letters as x, digits as d, the rest as it is, with runs collapsed: "McDonald's" is XxXx'x.
    /// </summary>
    Shape,
}
