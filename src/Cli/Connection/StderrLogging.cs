using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace RnnCluster.Cli.Connection;

/// <summary>Log lines go to stderr: stdout is for results.</summary>
internal static class StderrLogging
{
    /// <summary>One line an entry, from <paramref name="level"/> on; of the frameworks below only warnings.</summary>
    public static ILoggingBuilder AddStderr(this ILoggingBuilder logging, LogLevel level)
    {
        logging.AddSimpleConsole(console => console.SingleLine = true);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(level);
        var frameworks = level > LogLevel.Warning ? level : LogLevel.Warning;
        return logging
            .AddFilter("Orleans", frameworks)
            .AddFilter("Microsoft", frameworks)
            .AddFilter("Polly", LogLevel.Error);
    }
}
