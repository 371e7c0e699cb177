using RnnCluster.Engine.Loads;
using RnnCluster.Grains.Batching;
using RnnCluster.Reporting;

namespace RnnCluster.Engine.Report;

/// <summary>The report in Markdown.</summary>
internal static class EngineMarkdown
{
    public static string Of(IReadOnlyList<EngineResult> results, RunSettings settings, string plot) => $"""
        # The step engine

        LSTM, one layer, H {LstmNetwork.HiddenSize}, {LstmNetwork.Outputs} outputs; sessions send tokens (vocabulary {Number.Fixed(LstmNetwork.Vocabulary, 0)}) or vectors of {LstmNetwork.InputSize} numbers.
        {RunSettings.Threads} workers. CPU: {Processor.DescriptionWithCores}. Medians of {settings.Repetitions} repetitions, taken in turns.

        Tables show steps a second: the engine against the kernel alone, and against itself with a batch limit of 1 (default
        {new StepEngineOptions().BatchLimit}). The kernel alone is {RunSettings.Threads} threads that step full batches, no gather, no scatter; shares are of its best.
        A token's products with the input weights are looked up, so that a lone step of tokens reads half the weights: they fit into
        the second-level cache, and batching has less to win.

        ![Steps a second]({plot})

        {string.Join("\n\n", results.Select(result => Section(result, settings)))}

        `dotnet run -c Release --project bench/Engine`

        """;

    private static string Section(EngineResult result, RunSettings settings) => $"""
        ## {result.Inputs}

        One endless frame a session, so that every pass finds all of them:

        {Throughput(FrameLength.Endless, result, settings)}

        Frames of one step, each as soon as the one before is answered; the threads that bring them share the cores with the workers:

        {Throughput(FrameLength.OneToken, result, settings)}

        The kernel alone:

        {Kernel(result)}

        A lone session on an idle engine, a frame of one step from its hand-over to its end, and the same step without the engine
        (gather, kernel, scatter). Medians of {Number.Fixed(settings.LatencySteps, 0)} steps a repetition, some of each in turns:

        {new MarkdownTable("", ">median, µs")
            .Add("without engine", Number.Fixed(result.Latency.BareUs, 1))
            .Add("engine", Number.Fixed(result.Latency.EngineUs, 1))
            .Add("difference", Number.Fixed(result.Latency.EngineUs - result.Latency.BareUs, 1))}
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
