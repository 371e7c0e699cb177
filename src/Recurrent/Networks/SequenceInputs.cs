namespace RnnCluster.Recurrent.Networks;

/// <summary>Inputs of a sequence: tokens or feature vectors. Immutable: copies of a state share it.</summary>
/// <param name="Tokens">The tokens' texts; empty for feature vectors.</param>
/// <param name="Rows">Row indexes of the embedding tables, <c>[count, tables]</c>; empty when only the texts matter still.</param>
/// <param name="Features">Feature vectors, <c>[count, features]</c>; empty for tokens.</param>
public sealed record SequenceInputs(string[] Tokens, int[] Rows, float[][] Features)
{
    /// <summary>No input.</summary>
    public static SequenceInputs None { get; } = new([], [], []);

    /// <summary>Number of inputs.</summary>
    public int Count => Math.Max(Tokens.Length, Features.Length);

    /// <summary>Row indexes of one token, <c>[tables]</c>.</summary>
    public ReadOnlySpan<int> TokenRows(int index)
    {
        var tables = Rows.Length / Tokens.Length;
        return Rows.AsSpan(index * tables, tables);
    }

    /// <summary>These inputs, and more behind them.</summary>
    public SequenceInputs Append(SequenceInputs more) => more.Count == 0
        ? this
        : new([.. Tokens, .. more.Tokens], [.. Rows, .. more.Rows], [.. Features, .. more.Features]);
}
