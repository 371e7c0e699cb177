using System.CommandLine;
using RnnCluster.Oracle.Harm;
using RnnCluster.Oracle.Report;
using RnnCluster.Oracle.Stores;

namespace RnnCluster.Oracle;

/// <summary>Options that several verbs have.</summary>
internal static class CommonOptions
{
    private const double LeastMinutes = 0.1;
    private const int DefaultMinutes = 30;
    private const int DefaultSessions = 500;
    private const int DefaultRate = 300;

    /// <summary><c>--minutes</c>.</summary>
    public static Option<double> Minutes()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long harm is done.", DefaultValueFactory = _ => DefaultMinutes };
        minutes.Validators.Add(result =>
        {
            if (result.GetValue(minutes) < LeastMinutes)
            {
                result.AddError($"--minutes is {result.GetValue(minutes)}; it must be {LeastMinutes} or more");
            }
        });
        return minutes;
    }

    /// <summary><c>--seed</c>.</summary>
    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "What frames, harm and chance follow from.",
        DefaultValueFactory = _ => 1,
    };

    /// <summary><c>--sessions</c>.</summary>
    public static Option<int> Sessions() => new("--sessions") { Description = "Sessions that are driven.", DefaultValueFactory = _ => DefaultSessions };

    /// <summary><c>--rate</c>.</summary>
    public static Option<double> Rate() => new("--rate")
    {
        Description = "Frames a second, of all sessions together.",
        DefaultValueFactory = _ => DefaultRate,
    };

    /// <summary><c>--socket</c>.</summary>
    public static Option<bool> Socket() => new("--socket") { Description = "Drive the sessions over WebSockets to the silos' HTTP gateways." };

    /// <summary><c>--report</c>.</summary>
    public static Option<string> Report() => new("--report")
    {
        Description = $"File for the report; {ReportFile.StandardOutput} for stdout.",
        DefaultValueFactory = _ => ReportFile.StandardOutput,
    };

    /// <summary><c>--work</c>.</summary>
    public static Option<string?> Work() => new("--work")
    {
        Description = "Folder for journal, logs and the store's files, which is kept. Default: a new one, kept when the run fails.",
    };

    /// <summary><c>--models</c>.</summary>
    public static Option<string> Models() => new("--models") { Description = "Folder of the model packages.", DefaultValueFactory = _ => "models" };

    /// <summary><c>--silos</c>.</summary>
    public static Option<int> Silos() => new("--silos")
    {
        Description = "Silos of the cluster.",
        DefaultValueFactory = _ => RunSettings.DefaultSilos,
    };

    /// <summary><c>--harm</c>.</summary>
    public static Option<HarmKind[]> Harm()
    {
        var harm = new Option<HarmKind[]>("--harm")
        {
            Description = $"Kinds of harm that are done: {string.Join(", ", Enum.GetNames<HarmKind>())}. Default: all that the store outlives.",
            AllowMultipleArgumentsPerToken = true,
        };
        harm.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !Enum.TryParse<HarmKind>(token.Value, ignoreCase: true, out _)))
            {
                result.AddError($"--harm is {token.Value}; it must be one of {string.Join(", ", Enum.GetNames<HarmKind>())}");
            }
        });
        return harm;
    }

    /// <summary><c>--store</c>.</summary>
    public static Option<StoreKind> Store() => new("--store")
    {
        Description = "redis: a redis-server that is started for the run; embedded: in a silo; memory: nothing outlives its process, so none is ended.",
        DefaultValueFactory = _ => StoreKind.Redis,
    };
}
