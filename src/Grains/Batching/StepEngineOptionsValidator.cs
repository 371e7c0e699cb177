using Microsoft.Extensions.Options;
using RnnCluster.Grains.Hosting;

namespace RnnCluster.Grains.Batching;

/// <summary>The bounds that <see cref="StepEngineOptions"/> documents.</summary>
internal sealed class StepEngineOptionsValidator : IValidateOptions<StepEngineOptions>
{
    public ValidateOptionsResult Validate(string? name, StepEngineOptions options) => new OptionRules()
        .Range(nameof(options.Workers), options.Workers, 1, 1_024)
        .Range(nameof(options.BatchLimit), options.BatchLimit, 1, 4_096)
        .Range(nameof(options.CallerRows), options.CallerRows, 0, StepJob.RowsLimit)
        .Range(nameof(options.JobsLimit), options.JobsLimit, 1, 10_000_000)
        .Range(nameof(options.JobWaitMs), options.JobWaitMs, 0, 600_000)
        .Result();
}
