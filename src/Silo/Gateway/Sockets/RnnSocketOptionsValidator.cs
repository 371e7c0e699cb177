using Microsoft.Extensions.Options;
using RnnCluster.Grains.Hosting;

namespace RnnCluster.Silo.Gateway.Sockets;

/// <summary>The bounds that <see cref="RnnSocketOptions"/> documents.</summary>
internal sealed class RnnSocketOptionsValidator : IValidateOptions<RnnSocketOptions>
{
    public ValidateOptionsResult Validate(string? name, RnnSocketOptions options) => new OptionRules()
        .Range(nameof(options.SessionsLimit), options.SessionsLimit, 1, 1_000_000)
        .Range(nameof(options.WaitingLimitBytes), options.WaitingLimitBytes, 1_024, 1 << 30)
        .Range(nameof(options.SendWaitMs), options.SendWaitMs, 10, 600_000)
        .Range(nameof(options.KeepAliveMs), options.KeepAliveMs, 100, 3_600_000)
        .Range(nameof(options.KeepAliveWaitMs), options.KeepAliveWaitMs, 100, 3_600_000)
        .Range(nameof(options.CloseWaitMs), options.CloseWaitMs, 10, 600_000)
        .Result();
}
