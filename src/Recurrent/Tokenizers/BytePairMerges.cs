namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>
/// The merges of a byte-pair encoding. Of the adjacent pairs in a piece the one of lowest rank is put together, the leftmost
/// first, again and again until no pair has a merge. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// A queue holds the pairs that were seen, so a piece of n code points takes O(n log n), however hostile. A pair in the queue
/// may be gone when its turn comes; its rank tells.
/// </remarks>
internal sealed class BytePairMerges
{
    /// <summary>A code point that is in no merge.</summary>
    private const int NoSymbol = -1;

    private const int Gone = -2;

    // A symbol's number is the order in which it first occurs in the merges.
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _symbols =
        new Dictionary<string, int>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly Dictionary<(int Left, int Right), (int Rank, int Merged)> _merges = [];

    /// <param name="merges">"left right", the one of lowest rank first.</param>
    /// <exception cref="ArgumentException">A merge is no pair, occurs twice, or needs a symbol that no earlier one makes.</exception>
    public BytePairMerges(IReadOnlyList<string> merges)
    {
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var space = merges[rank].IndexOf(' ');
            if (space <= 0 || space == merges[rank].Length - 1 || merges[rank].IndexOf(' ', space + 1) >= 0)
            {
                throw Fault(merges, rank, "it must be two symbols with one space between them");
            }

            var left = merges[rank].AsSpan(0, space);
            var right = merges[rank].AsSpan(space + 1);
            var pair = (Known(left, merges, rank), Known(right, merges, rank));
            if (_merges.TryGetValue(pair, out var earlier))
            {
                throw Fault(merges, rank, $"merge {earlier.Rank} is the same; there must be one");
            }

            _merges.Add(pair, (rank, NumberOf($"{left}{right}")));
        }
    }

    /// <summary>Adds the symbols of <paramref name="piece"/>; put together they are the piece.</summary>
    public void Apply(string piece, ICollection<string> tokens)
    {
        // Symbols by where they begin: number, and where the neighbours begin.
        var symbols = new int[piece.Length];
        var next = new int[piece.Length];
        var previous = new int[piece.Length];
        var pairs = new PriorityQueue<int, (int Rank, int Position)>();
        for (int position = 0, last = -1; position < piece.Length; position = next[position])
        {
            next[position] = position + CodePoint.LengthAtStart(piece.AsSpan(position));
            previous[position] = last;
            symbols[position] = _symbols.TryGetValue(piece.AsSpan(position..next[position]), out var symbol) ? symbol : NoSymbol;
            if (last >= 0)
            {
                Enqueue(last);
            }

            last = position;
        }

        while (pairs.TryDequeue(out var position, out var seen))
        {
            if (!TryFind(position, out var merge) || merge.Rank != seen.Rank)
            {
                continue;
            }

            var right = next[position];
            symbols[position] = merge.Merged;
            symbols[right] = Gone;
            next[position] = next[right];
            if (next[position] < piece.Length)
            {
                previous[next[position]] = position;
                Enqueue(position);
            }

            if (previous[position] >= 0)
            {
                Enqueue(previous[position]);
            }
        }

        for (var position = 0; position < piece.Length; position = next[position])
        {
            tokens.Add(piece[position..next[position]]);
        }

        void Enqueue(int position)
        {
            if (TryFind(position, out var merge))
            {
                pairs.Enqueue(position, (merge.Rank, position));
            }
        }

        bool TryFind(int position, out (int Rank, int Merged) merge)
        {
            merge = default;
            return next[position] < piece.Length && _merges.TryGetValue((symbols[position], symbols[next[position]]), out merge);
        }
    }

    private static ArgumentException Fault(IReadOnlyList<string> merges, int rank, string rule) =>
        new($"Merge {rank} is \"{merges[rank]}\"; {rule}.", nameof(merges));

    /// <summary>The number of a symbol that a merge may use: a single code point, or what an earlier merge makes.</summary>
    private int Known(ReadOnlySpan<char> symbol, IReadOnlyList<string> merges, int rank) =>
        symbol.Length == CodePoint.LengthAtStart(symbol) || _symbols.ContainsKey(symbol)
            ? NumberOf(symbol)
            : throw Fault(merges, rank, $"\"{symbol}\" must be a single character, or made by a merge before this one");

    private int NumberOf(ReadOnlySpan<char> symbol)
    {
        if (!_symbols.TryGetValue(symbol, out var number))
        {
            number = _symbols.Dictionary.Count;
            _symbols[symbol] = number;
        }

        return number;
    }
}
