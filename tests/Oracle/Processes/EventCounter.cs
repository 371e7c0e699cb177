using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace RnnCluster.Oracle.Processes;

/// <summary>Counts what our own code logs, by the name of the event: what was sent again, asked for, refused.</summary>
internal sealed class EventCounter : ILoggerProvider, ILogger
{
    private const string Ours = "RnnCluster";

    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>The counts so far.</summary>
    public Dictionary<string, long> Counts => new(_counts, StringComparer.Ordinal);

    /// <summary>Lets a process count and write warnings to stderr.</summary>
    public static EventCounter AddTo(ILoggingBuilder logging)
    {
        var counter = new EventCounter();
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter(Ours, LogLevel.Information).AddFilter<EventCounter>(Ours, LogLevel.Debug);
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error).AddFilter("Polly", LogLevel.Error);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddProvider(counter);
        return counter;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name is { } name)
        {
            _counts.AddOrUpdate(name, 1, static (_, count) => count + 1);
        }
    }

    public void Dispose()
    {
    }
}
