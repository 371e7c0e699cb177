namespace RnnCluster.Reporting;

/// <summary>The processor that a benchmark ran on.</summary>
public static class Processor
{
    private const string Source = "/proc/cpuinfo";

    /// <summary>
    /// Name, family and model number as the kernel gives them, such as <c>AMD EPYC (family 25, model 17)</c>; names alone say
    /// little on rented machines. <c>unknown</c> where the kernel does not tell.
    /// </summary>
    public static string Description { get; } = Describe();

    /// <summary><see cref="Description"/> and the number of cores that this process may use.</summary>
    public static string DescriptionWithCores => $"{Description}, {Environment.ProcessorCount} cores";

    private static string Describe()
    {
        if (!File.Exists(Source))
        {
            return "unknown";
        }

        var fields = File.ReadLines(Source).TakeWhile(line => line.Length > 0)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(parts => parts[0], parts => parts[^1]);
        var name = fields.GetValueOrDefault("model name", "unknown");
        return fields.TryGetValue("cpu family", out var family) && fields.TryGetValue("model", out var model)
            ? $"{name} (family {family}, model {model})"
            : name;
    }
}
