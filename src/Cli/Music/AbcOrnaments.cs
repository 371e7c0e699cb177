namespace RnnCluster.Cli.Music;

/// <summary>Passes over what has neither pitch nor length: spaces, slurs, grace notes, chord symbols, decorations.</summary>
internal static class AbcOrnaments
{
    private const string Silent = " \t)`*\\$.~HJKLMOPRSTuv";

    /// <summary>Takes one such sign; always at least one character.</summary>
    /// <returns>False where it cannot be read.</returns>
    public static bool TryPass(AbcCursor cursor)
    {
        var sign = cursor.Take();
        switch (sign)
        {
            case 'y':
                cursor.TakeLength();
                return true;
            case '!' or '+':
                // A single ! is an old line break.
                return cursor.TryTakeThrough(sign, out _) || sign == '!';
            case '"':
                return cursor.TryTakeThrough('"', out _) || cursor.TakeRest();
            case '{':
                return cursor.TryTakeThrough('}', out _) || cursor.TakeRest();
            default:
                return Silent.Contains(sign, StringComparison.Ordinal);
        }
    }
}
