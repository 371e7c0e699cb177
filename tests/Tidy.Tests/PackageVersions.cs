using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RnnCluster.Tidy.Tests;

/// <summary>Which packages are used, and where their versions are written.</summary>
internal static partial class PackageVersions
{
    private const string Central = "Directory.Packages.props";

    /// <summary>Faults in the central list: no comment, floating or prerelease versions, a second Orleans.</summary>
    public static IEnumerable<string> CheckCentral(TextFile file)
    {
        var document = XDocument.Parse(file.Text, LoadOptions.PreserveWhitespace);
        var orleans = new HashSet<string>();
        foreach (var package in document.Descendants("PackageVersion"))
        {
            var name = package.Attribute("Include")?.Value ?? "";
            var version = Resolve(document, package.Attribute("Version")?.Value ?? "");
            if (!PlainVersion().IsMatch(version))
            {
                yield return file.Fault($"{name} has version '{version}': pin one released version.");
            }

            if (name.StartsWith("Microsoft.Orleans.", StringComparison.Ordinal) && orleans.Add(version) && orleans.Count > 1)
            {
                yield return file.Fault($"{name} has version {version}: all of Orleans has one, $(OrleansVersion).");
            }

            if (!HasComment(package))
            {
                yield return file.Fault($"{name} has no comment above it: say what it is for.");
            }
        }
    }

    /// <summary>Faults in a project file: versions of its own, packages that the central list lacks.</summary>
    public static IEnumerable<string> CheckProject(TextFile project, TextFile central)
    {
        var known = XDocument.Parse(central.Text).Descendants("PackageVersion").Select(package => package.Attribute("Include")?.Value).ToHashSet();
        foreach (var package in XDocument.Parse(project.Text).Descendants("PackageReference"))
        {
            var name = (package.Attribute("Include") ?? package.Attribute("Update"))?.Value ?? "";
            if (package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null || package.Element("Version") is not null)
            {
                yield return project.Fault($"{name} has a version here: move it to {Central}.");
            }

            if (!known.Contains(name))
            {
                yield return project.Fault($"{name} is not in {Central}: add it there, with a comment above it.");
            }
        }
    }

    private static string Resolve(XDocument document, string version) => Property().Match(version) is { Success: true } property
        ? document.Descendants(property.Groups[1].Value).FirstOrDefault()?.Value ?? version
        : version;

    /// <summary>A comment stands above the package or above the block of packages, without a blank line, that it is in.</summary>
    private static bool HasComment(XElement package)
    {
        for (var node = package.PreviousNode; node is not null; node = node.PreviousNode)
        {
            if (node is XComment { Value: var words })
            {
                return !string.IsNullOrWhiteSpace(words);
            }

            if (node is XText { Value: var space } && space.Count(character => character == '\n') > 1)
            {
                return false;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^\d+(\.\d+){1,3}$")]
    private static partial Regex PlainVersion();

    [GeneratedRegex(@"^\$\((\w+)\)$")]
    private static partial Regex Property();
}
