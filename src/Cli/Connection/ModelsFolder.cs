using RnnCluster.Cli.Commands;

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

    /// <summary><paramref name="folder"/>, which must be there.</summary>
    /// <exception cref="CommandException">It is not.</exception>
    public static string Require(string folder) => Directory.Exists(folder)
        ? folder
        : throw new CommandException($"--models is '{folder}', which is no folder; it must hold model packages");
}
