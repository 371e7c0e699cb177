namespace RnnCluster.Tidy.Tests;

/// <summary>The working tree that the tests were built from.</summary>
internal static class Repository
{
    private const string Solution = "RnnCluster.sln";

    private static readonly string[] Generated = ["bin", "obj", "out", "artifacts", "TestResults", "node_modules"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static Lazy<IReadOnlyList<TextFile>> AllFiles { get; } = new(() => [.. Find(Root)]);

    /// <summary>The solution file.</summary>
    public static TextFile SolutionFile => TextFile.Read(Root, Path.Combine(Root, Solution));

    /// <summary>The central list of package versions.</summary>
    public static TextFile PackageVersions => TextFile.Read(Root, Path.Combine(Root, "Directory.Packages.props"));

    /// <summary>All project files.</summary>
    public static IEnumerable<TextFile> Projects => Files(".csproj");

    /// <summary>All C# files, or those below <paramref name="folder"/>, such as <c>src/</c>.</summary>
    public static IEnumerable<TextFile> Sources(string folder = "") =>
        Files(".cs").Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>All files that people write and that end in one of <paramref name="extensions"/>.</summary>
    public static IEnumerable<TextFile> Files(params string[] extensions) =>
        AllFiles.Value.Where(file => extensions.Contains(Path.GetExtension(file.Path), StringComparer.Ordinal));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Solution)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds {Solution}.");
    }

    private static IEnumerable<TextFile> Find(string folder)
    {
        var files = Directory.EnumerateFiles(folder).Where(TextFile.IsWrittenByPeople).Select(path => TextFile.Read(Root, path));
        var folders = Directory.EnumerateDirectories(folder).Where(path => !IsGenerated(Path.GetFileName(path)));
        return files.Concat(folders.SelectMany(Find));
    }

    private static bool IsGenerated(string name) =>
        Generated.Contains(name, StringComparer.Ordinal) || (name.StartsWith('.') && name != ".github");
}
