using Microsoft.Extensions.Options;
using RnnCluster.Grains.Hosting;

namespace RnnCluster.Silo.Gateway.Health;

/// <summary>The bounds that <see cref="HealthOptions"/> documents.</summary>
internal sealed class HealthOptionsValidator : IValidateOptions<HealthOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthOptions options) => new OptionRules()
        .Range(nameof(options.EngineJobsPercent), options.EngineJobsPercent, 1, 100)
        .Range(nameof(options.StoreWaitMs), options.StoreWaitMs, 10, 60_000)
        .Result();
}
