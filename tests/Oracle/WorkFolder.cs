using RnnCluster.Oracle.Judging;
using RnnCluster.Oracle.Report;

namespace RnnCluster.Oracle;

/// <summary>The folder of a run.</summary>
internal static class WorkFolder
{
    /// <summary>The one that was named, or a new one.</summary>
    public static string Create(string? named) => named is null
        ? Directory.CreateTempSubdirectory("rnn-oracle-").FullName
        : Directory.CreateDirectory(named).FullName;

    /// <summary>Says the verdict, and keeps the folder when it was named or when the run failed.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> EndAsync(string folder, Verdict verdict, bool isKept)
    {
        await Console.Error.WriteLineAsync(OracleReport.Line(verdict));
        if (verdict.IsClean && !isKept)
        {
            Directory.Delete(folder, recursive: true);
        }
        else
        {
            await Console.Error.WriteLineAsync($"journal and logs are in {folder}");
        }

        return verdict.IsClean ? 0 : 1;
    }
}
