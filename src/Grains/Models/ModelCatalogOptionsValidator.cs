using Microsoft.Extensions.Options;
using RnnCluster.Grains.Hosting;

namespace RnnCluster.Grains.Models;

/// <summary>The bounds that <see cref="ModelCatalogOptions"/> documents.</summary>
internal sealed class ModelCatalogOptionsValidator : IValidateOptions<ModelCatalogOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelCatalogOptions options) => new OptionRules()
        .Range(nameof(options.SettleMs), options.SettleMs, 1, 600_000)
        .Range(nameof(options.RescanMs), options.RescanMs, 10, 86_400_000)
        .Result();
}
