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
        ["Streams"] = ["Abstractions"],
        ["Grains"] = ["Recurrent", "Abstractions"],
        ["Silo"] = ["Grains"],
        ["Client"] = ["Abstractions"],
        ["Cli"] = ["Client", "Silo"],
    };

    /// <summary>Faults in the project files below src/: missing or extra references, packages that Recurrent may not have.</summary>
    public static IEnumerable<string> CheckProject(TextFile project)
    {
        if (!References.TryGetValue(project.Stem, out var expected))
        {
            yield return project.Fault("this project is not in the design; give it a place and its arrows in ProjectArrows.");
            yield break;
        }

        var found = Includes(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).ToList();
        foreach (var missing in expected.Except(found))
        {
            yield return project.Fault($"reference {missing}: the design has {project.Stem} -> {string.Join(", ", expected)}.");
        }

        // What comes along transitively may also be named.
        foreach (var extra in found.Except(expected).Except(project.Stem == "Silo" ? Known(project.Stem) : []))
        {
            yield return project.Fault($"drop the reference to {extra}: the design has {project.Stem} -> {string.Join(", ", expected)}.");
        }

        foreach (var package in Includes(project, "PackageReference").Where(name => project.Stem == "Recurrent" && IsOutside(name)))
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
            // The name as it is written, without comments and line breaks.
            var name = ProjectName().Match(string.Concat((token.Parent?.AncestorsAndSelf().TakeWhile(IsName).LastOrDefault() ?? token.Parent!)
                .DescendantTokens().Select(part => part.Text)));
            if (name.Success && References.ContainsKey(name.Groups[1].Value) && !known.Contains(name.Groups[1].Value))
            {
                yield return file.Fault(token.Parent!, $"{file.Project} may not know {name.Groups[1].Value}; move the code or the contract.");
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
        Array.Exists(["Orleans", "Microsoft.Orleans", "Microsoft.Extensions"], outside => name == outside || name.StartsWith(outside + ".", StringComparison.Ordinal));

    private static bool IsName(SyntaxNode node) => node is NameSyntax or MemberAccessExpressionSyntax;

    [GeneratedRegex(@"^(?:global::)?RnnCluster\.(\w+)")]
    private static partial Regex ProjectName();
}
