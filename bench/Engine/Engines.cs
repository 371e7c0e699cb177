using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RnnCluster.Grains.Batching;

namespace RnnCluster.Engine;

/// <summary>Makes engines; nobody listens to their metrics.</summary>
internal static class Engines
{
    public static StepEngine Create(int? batchLimit = null)
    {
        var options = new StepEngineOptions { Workers = RunSettings.Threads };
        options.BatchLimit = batchLimit ?? options.BatchLimit;
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new StepEngineMetrics(services.GetRequiredService<IMeterFactory>(), TimeProvider.System);
        return new StepEngine(Options.Create(options), metrics, NullLogger<StepEngine>.Instance);
    }
}
