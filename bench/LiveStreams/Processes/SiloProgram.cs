namespace RnnCluster.LiveStreams.Processes;

/// <summary>A silo process: says when it is ready, and ends with its standard input.</summary>
internal static class SiloProgram
{
    /// <summary>The hidden verb.</summary>
    public const string Verb = "silo";

    public static async Task RunAsync(string json)
    {
        var settings = Lines.Read<SiloSettings>(json);
        using var host = settings.Workload.Build(settings);
        await host.StartAsync();
        Console.WriteLine(Lines.Write(new Reply()));
        await foreach (var _ in Lines.ReadInputAsync())
        {
            // A silo is asked for nothing but its end.
        }
    }
}
