using System.CommandLine;
using RnnCluster.Oracle.Faults;
using RnnCluster.Oracle.Report;
using RnnCluster.Oracle.Stores;

namespace RnnCluster.Oracle;

/// <summary>The options of the program.</summary>
internal static class OracleCommand
{
    private const double LeastMinutes = 0.1;

    public static RootCommand Create() => new("Does harm to a cluster under load, and holds every output to a replay without any cluster.")
    {
        CreateRun(),
    };

    private static Command CreateRun()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long harm is done.", DefaultValueFactory = _ => 30 };
        minutes.Validators.Add(result =>
        {
            if (result.GetValue(minutes) < LeastMinutes)
            {
                result.AddError($"--minutes is {result.GetValue(minutes)}; it must be {LeastMinutes} or more");
            }
        });
        var seed = new Option<ulong>("--seed") { Description = "What frames, harm and chance follow from.", DefaultValueFactory = _ => 1 };
        var sessions = new Option<int>("--sessions") { Description = "Sessions that are driven.", DefaultValueFactory = _ => 500 };
        var rate = new Option<double>("--rate")
        {
            Description = "Frames a second, of all sessions together.",
            DefaultValueFactory = _ => 400,
        };
        var store = new Option<StoreKind>("--store")
        {
            Description = "redis: a redis-server that is started for the run; embedded: in a silo; memory: nothing outlives its process, so none is ended.",
            DefaultValueFactory = _ => StoreKind.Redis,
        };
        var models = new Option<string>("--models") { Description = "Folder of the model packages.", DefaultValueFactory = _ => "models" };
        var fault = new Option<string>("--fault") { Description = $"A fault that the silos are built with: {string.Join(", ", FaultNames.All)}." };
        fault.AcceptOnlyFromAmong([.. FaultNames.All]);
        var report = new Option<string>("--report") { Description = "File for the report; - for stdout.", DefaultValueFactory = _ => "-" };
        var work = new Option<string?>("--work") { Description = "Folder for journal, logs and the store's files, which is kept. Default: a new one, kept when the run fails." };
        var command = new Command("run", "One run.") { minutes, seed, sessions, rate, store, models, fault, report, work };
        command.SetAction((parsed, _) =>
        {
            var folder = parsed.GetValue(work) is { } named ? Directory.CreateDirectory(named).FullName : Directory.CreateTempSubdirectory("rnn-oracle-").FullName;
            var settings = new RunSettings
            {
                Length = TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                Seed = parsed.GetValue(seed),
                Sessions = parsed.GetValue(sessions),
                FramesPerSecond = parsed.GetValue(rate),
                Store = parsed.GetValue(store),
                Models = Path.GetFullPath(parsed.GetValue(models)!),
                Fault = parsed.GetValue(fault) is { } name ? FaultNames.Parse(name) : OracleFault.None,
                Folder = folder,
            };
            return RunAsync(settings, parsed.GetValue(report)!, keeps: parsed.GetValue(work) is not null);
        });
        return command;
    }

    private static async Task<int> RunAsync(RunSettings settings, string report, bool keeps)
    {
        try
        {
            var result = await new OracleRun(settings, Console.Error).RunAsync();
            var page = OracleReport.Of(result);
            await (report == "-" ? Console.Out.WriteAsync(page) : File.WriteAllTextAsync(report, page));
            await Console.Error.WriteLineAsync(OracleReport.Line(result.Verdict));
            if (result.Verdict.IsClean && !keeps)
            {
                Directory.Delete(settings.Folder, recursive: true);
            }
            else
            {
                await Console.Error.WriteLineAsync($"journal and logs are in {settings.Folder}");
            }

            return result.Verdict.IsClean ? 0 : 1;
        }
        catch (OracleException exception)
        {
            await Console.Error.WriteLineAsync($"oracle: {exception.Message}");
            return 1;
        }
    }
}
