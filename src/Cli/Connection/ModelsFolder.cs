namespace RnnCluster.Cli.Connection;

/// <summary>Where packages are when nobody says.</summary>
internal static class ModelsFolder
{
    /// <summary><c>models</c> in the current folder; where that is missing, the packages that ship beside the program.</summary>
    public static string Default()
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "models");
        return Directory.Exists("models") || !Directory.Exists(shipped) ? "models" : shipped;
    }
}
