using RnnCluster.Oracle.Processes;
using RnnCluster.Oracle.Stores;

namespace RnnCluster.Oracle.Harm;

/// <summary>Does to a run what its schedule says, one thing after the other.</summary>
internal sealed class HarmDriver(OracleCluster cluster, IOracleStore store, TextWriter progress)
{
    private static readonly TimeSpan FreezeLength = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FreezeWatch = TimeSpan.FromSeconds(10);

    private readonly List<HarmRecord> _records = [];

    /// <summary>What was done.</summary>
    public IReadOnlyList<HarmRecord> Records => _records;

    /// <summary>Does everything of a schedule that begins at <paramref name="startMs"/>.</summary>
    public async Task RunAsync(IEnumerable<HarmEvent> schedule, long startMs)
    {
        foreach (var harm in schedule)
        {
            await Clock.PassUntilAsync(startMs + (long)harm.At.TotalMilliseconds);
            await cluster.ReviveAsync();
            await Task.WhenAll(cluster.Silos.Select(silo => silo.TakeCensusAsync()));
            var struck = Struck(harm);
            var record = new HarmRecord(harm, Clock.NowMs)
            {
                Struck = [.. struck.SelectMany(silo => silo.Census.Sessions)],
            };
            _records.Add(record);
            await progress.WriteLineAsync($"{harm.At.TotalSeconds,6:N0} s  {Describe(harm)}");
            await DoAsync(harm, record, struck);
            record.EndedMs = Clock.NowMs;
        }
    }

    /// <summary>A harm in a few words.</summary>
    public static string Describe(HarmEvent harm) => harm.Kind switch
    {
        HarmKind.KillSilo => $"kill -9 of silo {harm.Silo}",
        HarmKind.RestartSilo => $"graceful restart of silo {harm.Silo}",
        HarmKind.FreezeSilo => $"silo {harm.Silo} is held for {FreezeLength.TotalSeconds} s",
        HarmKind.RollingRestart => $"rolling restart from silo {harm.Silo} on",
        HarmKind.KillAllSilos => "kill -9 of all silos",
        HarmKind.CrashClient => "kill -9 of the client",
        _ => "kill -9 of the store",
    };

    /// <summary>The silos that it happens to.</summary>
    private OracleSilo[] Struck(HarmEvent harm) => harm.Kind switch
    {
        HarmKind.KillAllSilos or HarmKind.RollingRestart => [.. Rotated(harm.Silo)],
        HarmKind.CrashClient => [],
        HarmKind.RestartStore => store.IsProcess ? [] : [.. cluster.Silos.Where(silo => silo.Census.HostsStore)],
        _ => [cluster.Silos[harm.Silo]],
    };

    private IEnumerable<OracleSilo> Rotated(int first) => cluster.Silos.Skip(first).Concat(cluster.Silos.Take(first));

    private async Task DoAsync(HarmEvent harm, HarmRecord record, OracleSilo[] struck)
    {
        switch (harm.Kind)
        {
            case HarmKind.RestartSilo:
            case HarmKind.RollingRestart:
                foreach (var silo in struck)
                {
                    var code = await silo.RestartAsync(harm.Pause / struck.Length);
                    record.Remark += code == 0 ? "" : $"silo {silo.Number} ended with {code?.ToString() ?? "kill -9, it did not stop"}; ";
                }

                break;
            case HarmKind.FreezeSilo:
                var wasGivenUp = await struck[0].FreezeAsync(FreezeLength, FreezeWatch);
                record.Remark = wasGivenUp ? "the cluster had given it up and it ended itself" : "it went on";
                await cluster.ReviveAsync();
                break;
            case HarmKind.CrashClient:
                record.Kills = 1;
                await cluster.Client.CrashAsync(harm.Pause);
                break;
            case HarmKind.RestartStore when store.IsProcess:
                record.Kills = 1;
                await store.KillAsync();
                await Clock.PassAsync(harm.Pause);
                await store.StartAsync();
                break;
            default:
                await Task.WhenAll(struck.Select(silo => silo.KillAsync(harm.Pause, () => record.Kills++)));
                break;
        }
    }
}
