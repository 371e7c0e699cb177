namespace RnnCluster.Oracle.Report;

/// <summary>Where a report goes.</summary>
internal static class ReportFile
{
    /// <summary>Stands for stdout.</summary>
    public const string StandardOutput = "-";

    /// <summary>Writes a page.</summary>
    public static Task WriteAsync(string file, string page) =>
        file == StandardOutput ? Console.Out.WriteAsync(page) : File.WriteAllTextAsync(file, page);
}
