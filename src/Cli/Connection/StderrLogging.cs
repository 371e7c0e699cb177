using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace RnnCluster.Cli.Connection;

/// <summary>Log lines go to stderr: stdout is for results.</summary>
internal static class StderrLogging
{
    /// <summary>A silo's log: what it does itself from <see cref="LogLevel.Information"/> on, the frameworks below from warnings on.</summary>
    public static ILoggingBuilder AddSiloLog(this ILoggingBuilder logging, LogFormat format) => logging.AddStderr(format)
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Orleans", LogLevel.Warning)
        .AddFilter("Microsoft", LogLevel.Warning)
        // Its first check compares with the start of the machine and always complains.
        .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)
        // The command says itself why its host did not start.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
        // They tell of every record that the store does not take, of every session; that it fails is told once, elsewhere.
        .AddFilter("Orleans.Persistence.RedisGrainStorage", LogLevel.None)
        .AddFilter("Orleans.Storage.AdoNetGrainStorage", LogLevel.None)
        .AddFilter("Polly", LogLevel.Error)
        .AddFilter("Garnet", LogLevel.Warning)
        // It tells of every answer that it could not give; that the file cannot be written is told once, elsewhere.
        .AddFilter("Garnet.Session", LogLevel.None);

    /// <summary>A short command's log: only what went wrong in this program. What fails below reaches the user as the command's error.</summary>
    public static ILoggingBuilder AddCommandLog(this ILoggingBuilder logging) => logging.AddStderr(LogFormat.Text)
        .SetMinimumLevel(LogLevel.None)
        .AddFilter("RnnCluster", LogLevel.Error)
        .AddFilter("RnnCluster.Grains.Models", LogLevel.None);

    private static ILoggingBuilder AddStderr(this ILoggingBuilder logging, LogFormat format)
    {
        if (format == LogFormat.Json)
        {
            logging.AddJsonConsole(static console => (console.TimestampFormat, console.UseUtcTimestamp) = ("O", true));
        }
        else
        {
            logging.AddSimpleConsole(static console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
        }

        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return logging;
    }
}
