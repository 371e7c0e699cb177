namespace RnnCluster.Recurrent.Packages;

/// <summary>What a model reads at each step.</summary>
public enum InputKind
{
    /// <summary>A token, looked up in embedding tables.</summary>
    Tokens,

    /// <summary>A vector of numbers.</summary>
    Features,
}
