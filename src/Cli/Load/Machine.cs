using System.Runtime.InteropServices;

namespace RnnCluster.Cli.Load;

/// <summary>What a load ran on.</summary>
/// <param name="Processor">Its name, with family and model where the kernel tells them: names alone say little on rented machines.</param>
/// <param name="Cores">Cores that this process may use.</param>
/// <param name="Runtime">The .NET runtime.</param>
internal sealed record Machine(string Processor, int Cores, string Runtime)
{
    private const string Source = "/proc/cpuinfo";

    /// <summary>The machine of this process.</summary>
    public static Machine Current { get; } = new(Name(), Environment.ProcessorCount, RuntimeInformation.FrameworkDescription);

    private static string Name()
    {
        var lines = File.Exists(Source) ? File.ReadLines(Source).TakeWhile(line => line.Length > 0).ToList() : [];
        string? Field(string name) => lines.Find(line => line.Split(':')[0].TrimEnd() == name)?.Split(':', 2)[^1].Trim();
        var family = Field("cpu family") is { } number ? $" (family {number}, model {Field("model")})" : "";
        return $"{Field("model name") ?? "unknown"}{family}";
    }
}
