namespace RnnCluster.Recurrent.Networks;

/// <summary>The embedding tables of a network.</summary>
internal sealed class EmbeddingTables(NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors)
{
    private readonly (float[] Weights, int Size)[] _tables =
        [.. shape.Embeddings.Select(table => (tensors[$"{shape.Prefix}{table.Name}.weight"], table.Size))];

    /// <summary>Writes the embeddings of a token, table after table.</summary>
    /// <param name="rows">A row index for each table.</param>
    /// <param name="input">Receives them; may be longer.</param>
    public void Embed(ReadOnlySpan<int> rows, Span<float> input)
    {
        var column = 0;
        for (var table = 0; table < _tables.Length; table++)
        {
            var (weights, size) = _tables[table];
            weights.AsSpan(rows[table] * size, size).CopyTo(input[column..]);
            column += size;
        }
    }
}
