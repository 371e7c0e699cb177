using Microsoft.Extensions.Logging;

namespace RnnCluster.Silo.Storage.Embedded;

/// <summary>Loggers whose categories say that they are Garnet's, for filters.</summary>
internal sealed class GarnetLoggers(ILoggerFactory loggers) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => loggers.CreateLogger($"Garnet.{categoryName}");

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    public void Dispose()
    {
        // The factory below is the host's.
    }
}
