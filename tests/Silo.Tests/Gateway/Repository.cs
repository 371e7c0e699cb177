namespace RnnCluster.Silo.Tests.Gateway;

/// <summary>Files of the repository that the tests read where they are.</summary>
internal static class Repository
{
    public static string Models => Path.Combine(Root(), "models");

    public static string Docs => Path.Combine(Root(), "docs");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RnnCluster.sln")))
        {
            folder = folder.Parent
                ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds RnnCluster.sln.");
        }

        return folder.FullName;
    }
}
