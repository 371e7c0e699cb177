using System.Net;
using Microsoft.Extensions.Options;
using RnnCluster.Grains.Hosting;

namespace RnnCluster.Silo.Gateway.Hosting;

/// <summary>The bounds that <see cref="RnnGatewayOptions"/> documents.</summary>
internal sealed class RnnGatewayOptionsValidator : IValidateOptions<RnnGatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, RnnGatewayOptions options) => new OptionRules()
        .Range(nameof(options.Port), options.Port, 0, 65_535)
        .Range(nameof(options.BodyLimitBytes), options.BodyLimitBytes, 1_024, 1 << 30)
        .Range(nameof(options.RequestLineLimitBytes), options.RequestLineLimitBytes, 256, 1 << 20)
        .Range(nameof(options.HeadersLimit), options.HeadersLimit, 8, 1_000)
        .Range(nameof(options.HeadersLimitBytes), options.HeadersLimitBytes, 1_024, 1 << 20)
        .Range(nameof(options.ConnectionsLimit), options.ConnectionsLimit, 1, 1_000_000)
        .Range(nameof(options.SocketsLimit), options.SocketsLimit, 1, 1_000_000)
        .Range(nameof(options.RequestsLimit), options.RequestsLimit, 1, 1_000_000)
        .Range(nameof(options.HeadersWaitMs), options.HeadersWaitMs, 100, 600_000)
        .Range(nameof(options.IdleConnectionMs), options.IdleConnectionMs, 100, 3_600_000)
        .Range(nameof(options.BodyRateBytes), options.BodyRateBytes, 1, 1_000_000)
        .Range(nameof(options.AnswerWaitMs), options.AnswerWaitMs, 10, 600_000)
        .Require(options.KeysFile is not null || options.AllowAnonymous || IPAddress.IsLoopback(options.Address),
            $"{nameof(options.Address)} is {options.Address}, which other machines reach; it must be loopback, or there must be {nameof(options.KeysFile)}")
        .Require(options.CertificateFile is not null || options.CertificateKeyFile is null,
            $"{nameof(options.CertificateKeyFile)} is given without {nameof(options.CertificateFile)}; both must be given, or neither")
        .Require(!options.Dashboard || options.KeysFile is not null || IPAddress.IsLoopback(options.Address),
            $"{nameof(options.Dashboard)} is true and {nameof(options.Address)} is {options.Address}; it must be loopback, or there must be {nameof(options.KeysFile)}")
        .Result();
}
