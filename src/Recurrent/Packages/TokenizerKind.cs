using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Packages;

/// <summary>What cuts text into a model's tokens.</summary>
public enum TokenizerKind
{
    /// <summary><see cref="CharacterTokenizer"/>.</summary>
    Characters,

    /// <summary><see cref="WordTokenizer"/>.</summary>
    Words,

    /// <summary><see cref="AbcTokenizer"/>.</summary>
    Abc,

    /// <summary><see cref="BytePairTokenizer"/>.</summary>
    Bpe,
}
