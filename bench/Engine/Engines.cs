using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RnnCluster.Grains.Batching;

namespace RnnCluster.Engine;

/// <summary>Makes engines.</summary>
internal static class Engines
{
    /// <summary>An engine whose metrics nobody listens to.</summary>
    public static StepEngine Create(int? batchLimit = null)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        return Create(services.GetRequiredService<IMeterFactory>(), batchLimit);
    }

    /// <summary>An engine whose instruments are those of <paramref name="meters"/>.</summary>
    public static StepEngine Create(IMeterFactory meters, int? batchLimit = null)
    {
        var options = new StepEngineOptions { Workers = RunSettings.Threads };
        options.BatchLimit = batchLimit ?? options.BatchLimit;
        var metrics = new StepEngineMetrics(meters, TimeProvider.System);
        return new StepEngine(Options.Create(options), metrics, NullLogger<StepEngine>.Instance);
    }
}
