namespace RnnCluster.Silo.Gateway.Sockets;

/// <summary>Bounds and patience of the gateway's sockets. How large a message may be says <see cref="Hosting.RnnGatewayOptions.BodyLimitBytes"/>.</summary>
public sealed class RnnSocketOptions
{
    /// <summary>Most sessions of one socket at a time, 1 to 1,000,000. Default 10,000.</summary>
    public int SessionsLimit { get; set; } = 10_000;

    /// <summary>Bytes that may wait to be sent on one socket before its sessions wait with what they have, 1,024 to 1,073,741,824. Default 262,144.</summary>
    public int WaitingLimitBytes { get; set; } = 256 << 10;

    /// <summary>How long the peer may take to take what is sent; then the socket is closed. 10 to 600,000 ms. Default 10,000.</summary>
    public int SendWaitMs { get; set; } = 10_000;

    /// <summary>A ping is sent when nothing was heard for so long, 100 to 3,600,000 ms. Default 15,000.</summary>
    public int KeepAliveMs { get; set; } = 15_000;

    /// <summary>How long the answer to a ping may take; then the socket is gone. 100 to 3,600,000 ms. Default 60,000.</summary>
    public int KeepAliveWaitMs { get; set; } = 60_000;

    /// <summary>How long the peer may take to answer a close, 10 to 600,000 ms. Default 2,000.</summary>
    public int CloseWaitMs { get; set; } = 2_000;
}
