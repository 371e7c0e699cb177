namespace RnnCluster.Recurrent.Tests;

/// <summary>
/// Files of the repository that the tests read: those that are too large, or too much shared, to be copied to the output.
/// </summary>
internal static class Repository
{
    public static string Model(string name) => Path.Combine(Root(), "models", name);

    public static string WorkedExample => Path.Combine(Root(), "docs", "worked-example");

    public static string Page(string file) => Path.Combine(Root(), "docs", file);

    public static string Golden(string file) => Path.Combine(Root(), "tests", "Recurrent.Tests", "Golden", file);

    private static string Root()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RnnCluster.sln")))
        {
            folder = folder.Parent
                ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds RnnCluster.sln.");
        }

        return folder.FullName;
    }
}
