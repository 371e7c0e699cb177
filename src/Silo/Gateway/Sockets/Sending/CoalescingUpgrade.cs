using Microsoft.AspNetCore.Http.Features;

namespace RnnCluster.Silo.Gateway.Sockets.Sending;

/// <summary>Puts a <see cref="CoalescingStream"/> under a WebSocket.</summary>
internal sealed class CoalescingUpgrade(IHttpUpgradeFeature upgrade) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

    /// <summary>The stream of the connection; null before the upgrade.</summary>
    public CoalescingStream? Stream { get; private set; }

    public async Task<Stream> UpgradeAsync() => Stream = new CoalescingStream(await upgrade.UpgradeAsync());
}
