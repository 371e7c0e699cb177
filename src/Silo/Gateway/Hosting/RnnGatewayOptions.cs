using System.Net;

namespace RnnCluster.Silo.Gateway.Hosting;

/// <summary>Where the HTTP gateway of a silo listens, and its bounds.</summary>
public sealed class RnnGatewayOptions
{
    /// <summary>Port, 0 to 65,535; 0 for any that is free. Default 8080.</summary>
    public int Port { get; set; } = 8080;

    /// <summary>Address. Default loopback.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>File of the keys that requests need; null for none, which is allowed on loopback only.</summary>
    public string? KeysFile { get; set; }

    /// <summary>Whether an address that other machines reach may be served without keys. Default false.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>File of the certificate for HTTPS, <c>.pfx</c> without a password or <c>.pem</c>; null for HTTP. Default null.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>File of the certificate's key, when <see cref="CertificateFile"/> is <c>.pem</c>; null when that has it too.</summary>
    public string? CertificateKeyFile { get; set; }

    /// <summary>Most bytes of a request's body, or of a message on a socket, 1,024 to 1,073,741,824. Default 8,388,608.</summary>
    public int BodyLimitBytes { get; set; } = 8 << 20;

    /// <summary>Most bytes of a request's first line, 256 to 1,048,576. Default 8,192.</summary>
    public int RequestLineLimitBytes { get; set; } = 8_192;

    /// <summary>Most headers of a request, 8 to 1,000. Default 64.</summary>
    public int HeadersLimit { get; set; } = 64;

    /// <summary>Most bytes of all headers of a request, 1,024 to 1,048,576. Default 32,768.</summary>
    public int HeadersLimitBytes { get; set; } = 32_768;

    /// <summary>Most connections at a time, sockets aside, 1 to 1,000,000. Default 10,000.</summary>
    public int ConnectionsLimit { get; set; } = 10_000;

    /// <summary>Most sockets at a time, 1 to 1,000,000. Default 10,000.</summary>
    public int SocketsLimit { get; set; } = 10_000;

    /// <summary>Most requests under way at a time, waiting ones too, 1 to 1,000,000; more are refused at once. Default 4,096.</summary>
    public int RequestsLimit { get; set; } = 4_096;

    /// <summary>How long the headers of a request may take to come, 100 to 600,000 ms. Default 10,000.</summary>
    public int HeadersWaitMs { get; set; } = 10_000;

    /// <summary>How long a connection may be idle between requests, 100 to 3,600,000 ms. Default 120,000.</summary>
    public int IdleConnectionMs { get; set; } = 120_000;

    /// <summary>Fewest bytes a second in which a body must come, after 5 s, 1 to 1,000,000. Default 240.</summary>
    public int BodyRateBytes { get; set; } = 240;

    /// <summary>How long a request may wait for the answer to its frame, 10 to 600,000 ms. Default 60,000.</summary>
    public int AnswerWaitMs { get; set; } = 60_000;

    /// <summary>Whether <c>/dashboard</c> shows the cluster's silos and grains, to callers with the scope <c>admin</c>; without keys only on a
    /// loopback address. Default false.</summary>
    public bool Dashboard { get; set; }
}
