using RnnCluster.Engine.Loads;
using RnnCluster.Grains.Batching;
using RnnCluster.Reporting;

namespace RnnCluster.Engine.Report;

/// <summary>The report in Markdown.</summary>
internal static class EngineMarkdown
{
    public static string Of(EngineResult result, RunSettings settings, string plot) => $"""
        # The step engine

        LSTM, one layer, H {TokenNetwork.HiddenSize}, token input (vocabulary {Number.Fixed(TokenNetwork.Vocabulary, 0)}, embedding {TokenNetwork.EmbeddingSize}), {TokenNetwork.Outputs} outputs.
        {RunSettings.Threads} workers. CPU: {Processor.DescriptionWithCores}. Medians of {settings.Repetitions} repetitions, taken in turns.

        ## Tokens a second

        Sessions send one endless frame each, so that every pass finds all of them: the engine against the kernel alone, and against
        itself with a batch limit of 1 (default {new StepEngineOptions().BatchLimit}).

        {Throughput(FrameLength.Endless, result, settings)}

        Sessions send frames of one token, each as soon as the one before is answered. The threads that bring frames share the cores
        with the workers.

        {Throughput(FrameLength.OneToken, result, settings)}

        The kernel alone is {RunSettings.Threads} threads that step full batches, no gather, no scatter. Shares are of its best.

        {Kernel(result)}

        ![Tokens a second]({plot})

        ## A lone session on an idle engine

        A frame of one token from its hand-over to its end, and the same step without the engine: gather, kernel, scatter. Medians of
        {Number.Fixed(settings.LatencySteps, 0)} steps a repetition, one of each in turns.

        {new MarkdownTable("", ">median, µs")
            .Add("without engine", Number.Fixed(result.Latency.BareUs, 1))
            .Add("engine", Number.Fixed(result.Latency.EngineUs, 1))
            .Add("difference", Number.Fixed(result.Latency.EngineUs - result.Latency.BareUs, 1))}

        `dotnet run -c Release --project bench/Engine`

        """;

    private static MarkdownTable Throughput(FrameLength frames, EngineResult result, RunSettings settings)
    {
        var table = new MarkdownTable(">sessions", ">batches", ">of the kernel", ">batch limit 1", ">ratio");
        foreach (var sessions in settings.SessionCounts)
        {
            var batched = result.Loads[new LoadCase(frames, sessions, IsBatched: true)];
            var single = result.Loads[new LoadCase(frames, sessions, IsBatched: false)];
            table.Add(
                Number.Fixed(sessions, 0),
                Number.Fixed(batched, 0),
                Number.Percent(batched / result.BestKernel),
                Number.Fixed(single, 0),
                Number.Fixed(batched / single, 1) + " ×");
        }

        return table;
    }

    private static MarkdownTable Kernel(EngineResult result)
    {
        var table = new MarkdownTable(">rows of a batch", ">rows/s");
        foreach (var (rows, rate) in result.Kernel.OrderBy(kernel => kernel.Key))
        {
            table.Add(Number.Fixed(rows, 0), Number.Fixed(rate, 0));
        }

        return table;
    }
}
