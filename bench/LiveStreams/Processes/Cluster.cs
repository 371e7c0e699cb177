using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Serving;
using RnnCluster.Silo;

namespace RnnCluster.LiveStreams.Processes;

/// <summary>Silo processes and a client process on loopback, seen from the process that measures them.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan OpenPatience = TimeSpan.FromMinutes(15);

    // Silos that joined tell each other about it.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly List<ChildProcess> _silos = [];
    private ChildProcess? _client;

    private Cluster()
    {
    }

    /// <summary>Bytes that all silos have in RAM.</summary>
    public long SiloResidentBytes => _silos.Sum(silo => silo.ResidentBytes);

    /// <summary>Processor time of all silos so far.</summary>
    public TimeSpan SiloProcessorTime => TimeSpan.FromTicks(_silos.Sum(silo => silo.ProcessorTime.Ticks));

    private ChildProcess Client => _client!;

    /// <summary>Starts the processes and waits until they are connected.</summary>
    public static async Task<Cluster> StartAsync(Workload service, int silos = 1)
    {
        var cluster = new Cluster();
        try
        {
            var ports = LoopbackPorts.FindFree(2 * silos);
            for (var silo = 0; silo < silos; silo++)
            {
                var settings = new SiloSettings(service, ports[2 * silo], ports[2 * silo + 1], ports[0]);
                cluster._silos.Add(ChildProcess.Start(SiloProgram.Verb, settings));
                await cluster._silos[silo].ReadAsync<Reply>(StartPatience);
            }

            await Task.Delay(silos > 1 ? Settling : TimeSpan.Zero);
            int[] gateways = [.. ports.Where((_, index) => index % 2 == 1)];
            cluster._client = ChildProcess.Start(ClientProgram.Verb, new ClientSettings(service, gateways));
            await cluster._client.ReadAsync<Reply>(StartPatience);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has so many sessions open.</summary>
    /// <param name="sessions">Those that are open already count.</param>
    /// <param name="withToken">Whether each new one sends a token and waits for its answer.</param>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> OpenAsync(int sessions, bool withToken = false)
    {
        var started = TimeProvider.System.GetTimestamp();
        await AskAsync(new OpenRequest(sessions, withToken), OpenPatience);
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>What the first session answers to these tokens.</summary>
    public async Task<IReadOnlyList<TracedStep>> TraceAsync(int[] tokens) =>
        (await AskAsync(new TraceRequest(tokens), AnswerPatience)).Steps!;

    /// <summary>Opens the load's sessions and keeps them under load for a while, so that a load that comes later meets compiled code.</summary>
    public async Task WarmUpAsync(LoadPlan load, RunSettings settings)
    {
        await OpenAsync(load.Sessions);
        await AskAsync(new StartRequest(load), AnswerPatience);
        await Task.Delay(settings.WarmUp);
        await AskAsync(new StopRequest(), AnswerPatience);
    }

    /// <summary>Opens the load's sessions, warms up under load, and measures a window of it.</summary>
    public async Task<Measurement> MeasureAsync(LoadPlan load, RunSettings settings)
    {
        await OpenAsync(load.Sessions);
        await AskAsync(new StartRequest(load), AnswerPatience);
        await Task.Delay(settings.WarmUp);
        var quietest = await MeasureWindowAsync(load, settings);
        for (var retry = 0; retry < settings.Retries && quietest.OtherCores > RunSettings.QuietCores; retry++)
        {
            var next = await MeasureWindowAsync(load, settings);
            quietest = next.OtherCores < quietest.OtherCores ? next : quietest;
        }

        return quietest with { Lost = (await AskAsync(new StopRequest(), AnswerPatience)).Lost };
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }

        await Task.WhenAll(_silos.Select(silo => silo.DisposeAsync().AsTask()));
    }

    private async Task<Measurement> MeasureWindowAsync(LoadPlan load, RunSettings settings)
    {
        await AskAsync(new MarkRequest(), AnswerPatience);
        var before = ProcessorTimes();
        await Task.Delay(settings.Window);
        var spent = ProcessorTimes() - before;
        var sample = (await AskAsync(new TakeRequest(), AnswerPatience)).Sample!;
        return Measurement.Of(sample, load.Tokens, spent);
    }

    private ProcessorTimes ProcessorTimes() => new(SiloProcessorTime, Client.ProcessorTime, Environment.CpuUsage.TotalTime, Machine.BusyTime);

    private async Task<Reply> AskAsync(Request request, TimeSpan patience)
    {
        await Client.SendAsync(request);
        var reply = await Client.ReadAsync<Reply>(patience);
        return reply.Fault is { } fault ? throw new InvalidOperationException($"the client says: {fault}") : reply;
    }
}
