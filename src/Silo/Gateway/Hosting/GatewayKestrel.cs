using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace RnnCluster.Silo.Gateway.Hosting;

/// <summary>Where Kestrel listens, and its bounds.</summary>
internal sealed class GatewayKestrel(IOptions<RnnGatewayOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    private static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(5);

    public void Configure(KestrelServerOptions kestrel)
    {
        var gateway = options.Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = gateway.BodyLimitBytes;
        kestrel.Limits.MaxRequestLineSize = gateway.RequestLineLimitBytes;
        kestrel.Limits.MaxRequestHeaderCount = gateway.HeadersLimit;
        kestrel.Limits.MaxRequestHeadersTotalSize = gateway.HeadersLimitBytes;

        // A buffer may not be smaller than the line that it takes.
        kestrel.Limits.MaxRequestBufferSize = Math.Max(kestrel.Limits.MaxRequestBufferSize ?? 0, gateway.RequestLineLimitBytes);
        kestrel.Limits.MaxConcurrentConnections = gateway.ConnectionsLimit;
        kestrel.Limits.MaxConcurrentUpgradedConnections = gateway.SocketsLimit;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromMilliseconds(gateway.HeadersWaitMs);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMilliseconds(gateway.IdleConnectionMs);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(gateway.BodyRateBytes, BodyGrace);
        kestrel.Listen(gateway.Address, gateway.Port, listen =>
        {
            if (gateway.CertificateFile is { } file)
            {
                listen.UseHttps(Certificate(file, gateway.CertificateKeyFile));
            }
        });
    }

    private static X509Certificate2 Certificate(string file, string? keyFile) => Path.GetExtension(file) == ".pfx"
        ? X509CertificateLoader.LoadPkcs12FromFile(file, password: null)
        : X509Certificate2.CreateFromPemFile(file, keyFile);
}
