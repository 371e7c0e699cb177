using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnCluster.Tidy.Tests;

/// <summary>Which project may know which.</summary>
internal static partial class ProjectArrows
{
    private static readonly Dictionary<string, string[]> References = new(StringComparer.Ordinal)
    {
        ["Recurrent"] = [],
        ["Abstractions"] = [],
        ["Streams"] = [],
        ["Grains"] = ["Recurrent", "Abstractions", "Streams"],
        ["Silo"] = ["Grains", "Client"],
        ["Client"] = ["Abstractions", "Streams"],
        ["Cli"] = ["Client", "Silo"],
    };

    private static readonly string[] Outside = ["Orleans", "Microsoft.Orleans", "Microsoft.Extensions"];

    /// <summary>Faults in a project file below src/: missing or extra references, packages Recurrent may not have.</summary>
    public static IEnumerable<string> CheckProject(TextFile project)
    {
        if (!References.TryGetValue(project.Stem, out var expected))
        {
            yield return project.Fault("this project is not in the design; give it a place and its arrows in ProjectArrows.");
            yield break;
        }

        var arrows = $"the design has {project.Stem} -> {string.Join(", ", expected)}.";
        var found = Includes(project, "ProjectReference").Select(path => new TextFile(path.Replace('\\', '/'), "").Stem).ToList();
        foreach (var missing in expected.Except(found))
        {
            yield return project.Fault($"reference {missing}: {arrows}");
        }

        // What comes along transitively may also be named.
        foreach (var extra in found.Except(expected).Except(project.Stem == "Silo" ? Known(project.Stem) : []))
        {
            yield return project.Fault($"drop the reference to {extra}: {arrows}");
        }

        var outside = project.Stem == "Recurrent" ? Includes(project, "PackageReference").Where(IsOutside) : [];
        foreach (var package in outside)
        {
            yield return project.Fault($"drop {package}: Recurrent knows neither Orleans nor dependency injection.");
        }
    }

    /// <summary>Faults in a source file below src/: names of projects that its own may not know.</summary>
    public static IEnumerable<string> CheckSource(TextFile file)
    {
        var known = Known(file.Project);
        foreach (var token in file.Syntax.DescendantTokens().Where(token => token.ValueText == "RnnCluster"))
        {
            var name = ProjectName().Match(QualifiedName(token.Parent!)).Groups[1].Value;
            if (References.ContainsKey(name) && !known.Contains(name))
            {
                yield return file.Fault(token.Parent!, $"{file.Project} may not know {name}; move the code or the contract.");
            }
        }

        foreach (var name in file.Nodes<UsingDirectiveSyntax>().Where(_ => file.Project == "Recurrent"))
        {
            if (IsOutside(name.Name?.ToString() ?? ""))
            {
                yield return file.Fault(name, $"drop {name.Name}: Recurrent knows neither Orleans nor dependency injection.");
            }
        }
    }

    /// <summary>A project itself and all that its references bring along.</summary>
    private static HashSet<string> Known(string project)
    {
        var direct = References.GetValueOrDefault(project, []);
        return [project, .. direct, .. direct.SelectMany(Known)];
    }

    private static IEnumerable<string> Includes(TextFile project, string element) =>
        XDocument.Parse(project.Text).Descendants(element).Select(item => item.Attribute("Include")?.Value ?? "");

    private static bool IsOutside(string name) =>
        Array.Exists(Outside, outside => (name + ".").StartsWith(outside + ".", StringComparison.Ordinal));

    /// <summary>The whole of a dotted name, as it is written but without comments and line breaks.</summary>
    private static string QualifiedName(SyntaxNode part)
    {
        var whole = part.AncestorsAndSelf().TakeWhile(IsName).LastOrDefault(part);
        return string.Concat(whole.DescendantTokens().Select(token => token.Text));
    }

    private static bool IsName(SyntaxNode node) => node is NameSyntax or MemberAccessExpressionSyntax;

    [GeneratedRegex(@"^(?:global::)?RnnCluster\.(\w+)")]
    private static partial Regex ProjectName();
}
