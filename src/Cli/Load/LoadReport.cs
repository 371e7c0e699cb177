using System.Text.Json;

namespace RnnCluster.Cli.Load;

/// <summary>The result of a load, for people and for programs.</summary>
internal static class LoadReport
{
    /// <summary>The result as one JSON object.</summary>
    public static string ToJson(LoadResult result) => JsonSerializer.Serialize(result, LoadJson.Default.LoadResult);

    /// <summary>The result for people, a line a figure.</summary>
    public static string ToText(LoadResult result)
    {
        var lines = new List<(string Name, string Value)>
        {
            ("model", $"{result.Model} {result.Version}, {result.Topology}"),
            ("load", result.Settings.Description),
            ("machine", $"{result.Machine.Processor}, {result.Machine.Cores} cores"),
            ("sessions", $"{result.Settings.Sessions:N0}"),
            ("opened in", $"{result.OpenSeconds:F2} s"),
            ("frames", $"{result.Frames:N0} in {result.MeasuredSeconds:F2} s{(result.Interrupted ? ", stopped early" : "")}"),
            ("frames/s", $"{result.FramesPerSecond:N0}"),
            ("tokens/s", $"{result.TokensPerSecond:N0}"),
        };
        lines.AddRange(Latencies(result));
        lines.AddRange(Failures(result));
        lines.Add(("CPU", $"{result.CpuSeconds:F2} s of this process, {result.CpuMicrosecondsPerToken:F1} µs a token"));
        var width = lines.Max(line => line.Name.Length) + 2;
        return string.Join('\n', lines.Select(line => line.Name.PadRight(width) + line.Value));
    }

    private static IEnumerable<(string Name, string Value)> Latencies(LoadResult result)
    {
        if (result.LatencyMs is not { } latency)
        {
            yield return ("latency", "no frame was answered");
            yield break;
        }

        yield return ("p50", Ms(latency.P50));
        yield return ("p90", Ms(latency.P90));
        yield return ("p99", Ms(latency.P99));
        yield return ("p99.9", Ms(latency.P999));
        yield return ("max", Ms(latency.Max));
        if (result.SendDelayMs is { } delay)
        {
            yield return ("sent late by", $"{Ms(delay.P50)} in the median, {Ms(delay.P99)} at p99, {Ms(delay.Max)} at most");
        }
    }

    private static IEnumerable<(string Name, string Value)> Failures(LoadResult result)
    {
        yield return ("errors", result.Refused + result.WarmUpErrors == 0 ? "0" : ByCode(result.Errors));
        if (result.WarmUpErrors > 0)
        {
            yield return ("in warm-up", $"{result.WarmUpErrors:N0} errors");
        }

        if (result.LostSessions.Count > 0)
        {
            yield return ("lost sessions", ByCode(result.LostSessions));
        }

        if (result.Unanswered > 0)
        {
            yield return ("unanswered", $"{result.Unanswered:N0} frames");
        }
    }

    private static string ByCode(IReadOnlyDictionary<string, long> counts) => counts.Count == 0 ? "0" : string.Join(
        ", ", counts.OrderByDescending(entry => entry.Value).Select(entry => $"{entry.Value:N0} {entry.Key}"));

    private static string Ms(double ms) => ms < 10 ? $"{ms:F2} ms" : $"{ms:N1} ms";
}
