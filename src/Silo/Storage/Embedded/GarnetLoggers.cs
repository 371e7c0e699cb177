using Microsoft.Extensions.Logging;

namespace RnnCluster.Silo.Storage.Embedded;

/// <summary>Loggers whose categories say that they are Garnet's, for filters. What Garnet says of its file is listened to.</summary>
internal sealed class GarnetLoggers(ILoggerFactory loggers) : ILoggerFactory
{
    // The append-only file has this in its category; it says an error once, and takes nothing more from then on.
    private const string FileCategory = "[aof]";

    private volatile bool _hasFileFailed;

    /// <summary>Whether the append-only file could not be written.</summary>
    public bool HasFileFailed => _hasFileFailed;

    public ILogger CreateLogger(string categoryName)
    {
        var logger = loggers.CreateLogger($"Garnet.{categoryName}");
        return categoryName.Contains(FileCategory, StringComparison.Ordinal) ? new FileLogger(logger, this) : logger;
    }

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    public void Dispose()
    {
        // The factory below is the host's.
    }

    private sealed class FileLogger(ILogger logger, GarnetLoggers owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error || logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            owner._hasFileFailed |= logLevel >= LogLevel.Error;
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
