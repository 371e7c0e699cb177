using System.Net;
using System.Net.Sockets;
using RnnCluster.Silo.Storage.Embedded;

namespace RnnCluster.Silo.Tests.Storage.Embedded;

public sealed class StorePortTests
{
    private const int Lowest = 20_000;
    private const int Highest = 29_999;

    [Fact]
    public void Choose_FirstChoiceTaken_IsAnotherFreeOne()
    {
        var folder = $"/some/folder/{Guid.NewGuid()}";
        var first = StorePort.Choose(folder);
        using var taken = new TcpListener(IPAddress.Loopback, first);
        taken.Start();

        var second = StorePort.Choose(folder);

        Assert.InRange(first, Lowest, Highest);
        Assert.InRange(second, Lowest, Highest);
        Assert.NotEqual(first, second);
        Assert.True(StorePort.IsFree(second));
    }

    [Fact]
    public async Task AnswersAsync_SomebodyListens_IsTrueUntilItEnds()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.False(StorePort.IsFree(port));
        Assert.True(await StorePort.AnswersAsync(port, TestContext.Current.CancellationToken));

        listener.Stop();
        Assert.False(await StorePort.AnswersAsync(port, TestContext.Current.CancellationToken));
    }
}
