using System.Text.RegularExpressions;

namespace RnnCluster.Tidy.Tests;

/// <summary>That what belongs together is complete: the solution and the model packages.</summary>
internal static partial class Contents
{
    private static readonly string[] PackageFiles = ["CARD.md", "model.json", "weights.safetensors"];

    /// <summary>Projects that the solution lacks, and entries of the solution without a project.</summary>
    public static IEnumerable<string> CheckSolution(TextFile solution, IEnumerable<string> projects)
    {
        var listed = ProjectEntry().Matches(solution.Text).Select(match => match.Groups[1].Value.Replace('\\', '/')).ToHashSet();
        var existing = projects.ToHashSet();
        foreach (var missing in existing.Except(listed))
        {
            yield return solution.Fault($"{missing} is missing: dotnet sln add {missing}");
        }

        foreach (var stale in listed.Except(existing))
        {
            yield return solution.Fault($"{stale} does not exist: dotnet sln remove {stale}");
        }
    }

    /// <summary>Files that a folder of a model package lacks.</summary>
    public static IEnumerable<string> CheckModelPackage(string name, IEnumerable<string> files) =>
        PackageFiles.Except(files).Select(missing => $"models/{name}: {missing} is missing; every package has {string.Join(", ", PackageFiles)}.");

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectEntry();
}
