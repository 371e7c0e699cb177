using System.Text.RegularExpressions;

namespace RnnCluster.Tidy.Tests;

/// <summary>That the relative links of a page lead to files that exist, and to headings that these have.</summary>
internal static partial class Links
{
    /// <summary>Links of a page that lead nowhere.</summary>
    /// <param name="page">The page.</param>
    /// <param name="read">The text of a file by its path below the root; null when there is no such file or folder.</param>
    public static IEnumerable<string> Check(TextFile page, Func<string, string?> read)
    {
        var prose = Code().Replace(page.Text, code => new string('\n', code.Value.Count(letter => letter == '\n')));
        foreach (Match link in Link().Matches(prose))
        {
            var target = link.Groups[1].Value;
            if (Scheme().IsMatch(target))
            {
                continue;
            }

            var line = prose.AsSpan(0, link.Index).Count('\n') + 1;
            var (file, heading) = target.Split('#', 2) is [var before, var after] ? (before, after) : (target, null);
            var path = file.Length == 0 ? page.Path : Below(page.Path, file);
            if (read(path) is not { } text)
            {
                yield return page.Fault(line, $"the link {target} leads to {path}, which is missing.");
            }
            else if (heading is not null && !Headings(text).Contains(heading))
            {
                yield return page.Fault(line, $"the link {target} leads to a heading that {path} does not have.");
            }
        }
    }

    /// <summary>Headings as they stand in links: lower case, hyphens for spaces, without punctuation.</summary>
    private static IEnumerable<string> Headings(string text) => Heading().Matches(Fence().Replace(text, ""))
        .Select(match => Punctuation().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string Below(string page, string file)
    {
        var parts = new Stack<string>(page.Split('/')[..^1]);
        foreach (var part in file.Split('/').Where(part => part.Length > 0 && part != "."))
        {
            if (part != "..")
            {
                parts.Push(part);
            }
            else if (!parts.TryPop(out _))
            {
                return file;
            }
        }

        return string.Join('/', parts.Reverse());
    }

    [GeneratedRegex(@"^```.*?^```|`[^`\n]+`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z]+:", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Punctuation();
}
