using RnnCluster.Engine.Loads;
using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Reporting;

namespace RnnCluster.Engine;

/// <summary>Measures everything in turns, repetition after repetition.</summary>
internal sealed class EngineRun(RunSettings settings, InputKind inputs) : IDisposable
{
    private static readonly bool[] BatchedAndNot = [true, false];

    private readonly RecurrentNetwork _network = LstmNetwork.Create(inputs);
    private readonly StepEngine _batching = Engines.Create();
    private readonly StepEngine _single = Engines.Create(batchLimit: 1);

    public async Task<EngineResult> MeasureAsync()
    {
        var loads = new Samples<LoadCase>();
        var kernel = new Samples<int>();
        var latencies = new List<Latency>();

        // Long enough for the compiler to have optimised both ways.
        await LoneSession.MeasureAsync(_batching, _network, settings);
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            latencies.Add(await LoneSession.MeasureAsync(_batching, _network, settings));
            foreach (var rows in settings.KernelBatches)
            {
                kernel.Add(rows, await KernelAlone.MeasureAsync(_network, rows, settings));
            }

            foreach (var load in Loads())
            {
                loads.Add(load, await MeasureAsync(load));
            }
        }

        return new EngineResult(inputs, loads.Medians(), kernel.Medians(), new Latency(
            Averages.Median(latencies.Select(latency => latency.BareUs)),
            Averages.Median(latencies.Select(latency => latency.EngineUs))));
    }

    public void Dispose()
    {
        _batching.Dispose();
        _single.Dispose();
    }

    private IEnumerable<LoadCase> Loads() =>
        from sessions in settings.SessionCounts
        from frames in Enum.GetValues<FrameLength>()
        from isBatched in BatchedAndNot
        select new LoadCase(frames, sessions, isBatched);

    private Task<double> MeasureAsync(LoadCase load)
    {
        var engine = load.IsBatched ? _batching : _single;
        return load.Frames == FrameLength.Endless
            ? EndlessFrames.MeasureAsync(engine, _network, load.Sessions, settings)
            : ShortFrames.MeasureAsync(engine, _network, load.Sessions, settings);
    }
}
