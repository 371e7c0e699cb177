namespace RnnCluster.Grains.Models;

/// <summary>The natural order of versions: runs of digits count as numbers, so 1.10 is behind 1.9; all else by its characters.</summary>
internal sealed class VersionOrder : IComparer<string>
{
    public static VersionOrder Natural { get; } = new();

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        while (left.Length > 0 && right.Length > 0)
        {
            var (leftRun, rightRun) = (Run(left), Run(right));
            var order = char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0])
                ? CompareNumbers(left[..leftRun].TrimStart('0'), right[..rightRun].TrimStart('0'))
                : left[0].CompareTo(right[0]);
            if (order != 0)
            {
                return order;
            }

            left = left[leftRun..];
            right = right[rightRun..];
        }

        // 1.01 and 1.1 have the same numbers and are two versions all the same.
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(x, y);
    }

    /// <summary>Length of the run of digits at the beginning, or of one other character.</summary>
    private static int Run(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : Math.Max(end, 1);
    }

    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
}
