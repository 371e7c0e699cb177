using RnnCluster.LiveStreams.Baseline;
using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Processes;
using RnnCluster.LiveStreams.Report;
using RnnCluster.LiveStreams.Serving;
using RnnCluster.LiveStreams.Streams;
using RnnCluster.Reporting;
using RnnCluster.Reporting.Charts;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>The same LSTM served by RnnCluster, and by what Orleans and ONNX Runtime make of it in a day.</summary>
internal sealed class LstmCase : IBenchCase
{
    /// <summary>Length of the model's recurrent state.</summary>
    public const int HiddenSize = 256;

    private const string Ours = "RnnCluster";
    private const string OnnxRuntime = "ONNX Runtime";
    private const string InAGrain = " in a grain";
    private const int Sessions = 1_000;
    private const float Tolerance = 1e-4f;

    // One token a frame and one frame under way; 32 and two.
    private static readonly LoadPlan[] Loads = [new(Sessions), new(Sessions, Tokens: 32, Window: 2)];

    private static readonly int[] Trace = [.. Enumerable.Range(0, 100).Select(index => 7 * index % LstmModel.Vocabulary)];

    public string Name => "lstm";

    public async Task<ReportSection> RunAsync(RunSettings settings)
    {
        using var models = new ModelFolder(HiddenSize);
        var variants = settings.Variants.Count > 0 ? settings.Variants : [StreamVariants.Memory, StreamVariants.MemoryTuned1Ms];
        (string Name, Workload Workload)[] systems =
        [
            .. variants.Select(variant => (
                $"{OnnxRuntime}{InAGrain}, {StreamVariants.Named(variant).Description}",
                (Workload)new BaselineWorkload(variant, HiddenSize))),
            (Ours, models.Workload),
        ];
        var samples = new Samples<LstmLoad>();
        IReadOnlyList<TracedStep>? expected = null;
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            foreach (var (name, service) in systems)
            {
                await using var cluster = await Cluster.StartAsync(service);
                var trace = await cluster.TraceAsync(Trace);
                RequireSame(name, expected ??= trace, trace);
                foreach (var load in Loads)
                {
                    var sized = load with { Sessions = settings.Sessions.FirstOrDefault(load.Sessions) };
                    samples.Add(new LstmLoad(name, load.Tokens), await cluster.MeasureAsync(sized, settings));
                }
            }
        }

        return Section(samples.Medians()) with { OtherCores = samples.OtherCores };
    }

    private static void RequireSame(string name, IReadOnlyList<TracedStep> expected, IReadOnlyList<TracedStep> found)
    {
        var pairs = expected.Zip(found).ToList();
        var furthest = pairs.Max(pair => pair.First.Probabilities.Zip(pair.Second.Probabilities, (left, right) => Math.Abs(left - right)).Max());
        if (furthest > Tolerance || pairs.Exists(pair => pair.First.Label != pair.Second.Label))
        {
            throw new InvalidOperationException($"{name} gives other labels or probabilities (up to {furthest} apart)");
        }
    }

    private ReportSection Section(IReadOnlyDictionary<LstmLoad, Measurement> results)
    {
        var rows = results.OrderBy(result => result.Key.Tokens)
            .Select(result => new MeasurementRow([result.Key.System, $"{result.Key.Tokens}"], result.Value));
        var text = $"""
            {string.Join('\n', Loads.Select(load => Summary(load.Tokens, results)))}

            Embedding {LstmModel.EmbeddingSize}, LSTM H {HiddenSize}, linear head, softmax over {LstmModel.Classes} labels. {Number.Fixed(Sessions, 0)} sessions, closed loop: one frame of one token
            under way in each, or two frames of 32. Before the load, all have given the same labels and, within {Tolerance:0.####}, the same
            probabilities for {Trace.Length} tokens. The baseline is a session grain with h and c as arrays, subscribed to its stream, that calls a
            silo's one InferenceSession of ONNX Runtime (one thread) for each token. CPU is for each token.
            [engine.md](engine.md) has what the step engine gives without sessions and streams.

            {MeasurementTable.Of(["system", ">tokens a frame"], "tokens", rows)}
            """;
        return new ReportSection(Name, "An LSTM against ONNX Runtime in a grain", text)
        {
            Charts =
            [
                Chart("tokens/s", results, one => one.TokensPerSecond),
                Chart("CPU, µs a token, silo and client", results, one => one.SiloUs + one.ClientUs),
            ],
        };
    }

    private static string Summary(int tokens, IReadOnlyDictionary<LstmLoad, Measurement> results)
    {
        var ours = results[new LstmLoad(Ours, tokens)];
        var others = results.Where(result => result.Key.Tokens == tokens && result.Key.System != Ours)
            .Select(result => result.Value).ToList();
        var rate = ours.TokensPerSecond / others.Max(other => other.TokensPerSecond);
        var cpu = others.Min(other => other.SiloUs + other.ClientUs) / (ours.SiloUs + ours.ClientUs);
        return $"- {tokens} {(tokens == 1 ? "token" : "tokens")} a frame: **{Number.Fixed(rate, 2)} times** the tokens of the best baseline, "
            + $"{Number.Fixed(cpu, 2)} times the tokens for a second of CPU.";
    }

    private static BarChart Chart(string value, IReadOnlyDictionary<LstmLoad, Measurement> results, Func<Measurement, double> figure) => new()
    {
        Title = value,
        XLabel = "tokens a frame",
        YLabel = value,
        Groups = [.. Loads.Select(load => $"{load.Tokens}")],
        Series = [.. results.GroupBy(result => result.Key.System).Select(system => new Series(
            system.Key.Replace(InAGrain, "", StringComparison.Ordinal),
            [.. system.Select(result => ((double)Array.FindIndex(Loads, load => load.Tokens == result.Key.Tokens), figure(result.Value)))]))],
    };
}
