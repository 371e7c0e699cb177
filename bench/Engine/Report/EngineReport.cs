using RnnCluster.Grains.Batching;
using RnnCluster.Reporting;
using RnnCluster.Reporting.Charts;

namespace RnnCluster.Engine.Report;

/// <summary>The report in Markdown, and its plot.</summary>
internal static class EngineReport
{
    /// <summary>Prints the report; with a folder, writes it there too.</summary>
    public static void Write(EngineResult result, RunSettings settings, string? folder)
    {
        var text = Text(result, settings);
        Console.Write(text);
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "engine.md"), text);
            ChartSheet.SavePng(Path.Combine(folder, "engine.png"), columns: 2, [Throughput("Long frames", result, load => load.Long, load => load.LongOne),
                Throughput("Frames of one token", result, load => load.Short, load => load.ShortOne)]);
        }
    }

    private static string Text(EngineResult result, RunSettings settings) => $"""
        # The step engine

        LSTM, H {TokenNetwork.HiddenSize}, one layer, token input (vocabulary {Number.Fixed(TokenNetwork.Vocabulary, 0)}, embedding {TokenNetwork.EmbeddingSize}), {TokenNetwork.Outputs} outputs;
        {RunSettings.Threads} workers, batch limit {new StepEngineOptions().BatchLimit} against 1. Long frames: every session has one endless job. Frames of one
        token: every session hands over the next as soon as the one before is answered. Medians of {settings.Repetitions} repetitions, taken in turns.
        CPU: {Processor.DescriptionWithCores}.

        ## Tokens a second

        {Loads(result)}

        The kernel alone, {RunSettings.Threads} threads that step full batches, no gather, no scatter: {string.Join(", ", result.Kernel.Select(kernel =>
            $"{Number.Fixed(kernel.Rate, 0)} rows/s with {kernel.Rows} rows"))}. Shares are of the best.

        ![Tokens a second](engine.png)

        ## A lone session on an idle engine

        A frame of one token from start to end, and the same step without the engine: gather, kernel and scatter on the calling thread.

        {new MarkdownTable("", ">median, µs").Add("kernel", Number.Fixed(result.Latency.BareUs, 2)).Add("engine", Number.Fixed(result.Latency.EngineUs, 2))
            .Add("difference", Number.Fixed(result.Latency.EngineUs - result.Latency.BareUs, 2))}

        `dotnet run -c Release --project bench/Engine`

        """;

    private static MarkdownTable Loads(EngineResult result)
    {
        var table = new MarkdownTable(
            ">sessions", ">long frames", ">share of the kernel", ">batch limit 1", ">ratio", ">one-token frames", ">batch limit 1", ">ratio");
        foreach (var load in result.Loads)
        {
            table.Add(
                Number.Fixed(load.Sessions, 0),
                Number.Fixed(load.Long, 0),
                Number.Percent(load.Long / result.BestKernel.Rate),
                Number.Fixed(load.LongOne, 0),
                Number.Fixed(load.Long / load.LongOne, 1) + " ×",
                Number.Fixed(load.Short, 0),
                Number.Fixed(load.ShortOne, 0),
                Number.Fixed(load.Short / load.ShortOne, 1) + " ×");
        }

        return table;
    }

    private static LineChart Throughput(string title, EngineResult result, Func<LoadResult, double> batched, Func<LoadResult, double> single) => new()
    {
        Title = title,
        XLabel = "sessions",
        YLabel = "tokens/s",
        LogarithmicX = true,
        Reference = result.BestKernel.Rate,
        Series =
        [
            new Series("batched", [.. result.Loads.Select(load => ((double)load.Sessions, batched(load)))]),
            new Series("batch limit 1", [.. result.Loads.Select(load => ((double)load.Sessions, single(load)))]),
        ],
    };
}
