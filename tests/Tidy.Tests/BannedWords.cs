using System.Text.RegularExpressions;

namespace RnnCluster.Tidy.Tests;

/// <summary>Words that say that something is unfinished, and paths that exist on one machine only.</summary>
/// <remarks>The patterns are written so that they do not match this file.</remarks>
internal static partial class BannedWords
{
    /// <summary>All faults of one file.</summary>
    public static IEnumerable<string> Check(TextFile file)
    {
        for (var line = 1; line <= file.Lines.Length; line++)
        {
            var text = file.Lines[line - 1];
            if (Unfinished().Match(text) is { Success: true } word)
            {
                yield return file.Fault(line, $"{word.Value}: finish it, or leave it out.");
            }

            if (MachinePath().Match(text) is { Success: true } path)
            {
                yield return file.Fault(line, $"{path.Value} is a path of one machine: take it from an option or from the repository root.");
            }
        }
    }

    [GeneratedRegex(@"\b(?:TOD[O]|FIXM[E]|HAC[K]|NotImplemented[E]xception)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"(?<![\w.~:/}-])/(?:hom[e]|roo[t]|User[s])/|\b[A-Z]:[\\/]+User[s]\b")]
    private static partial Regex MachinePath();
}
