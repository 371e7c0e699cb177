using System.Reflection;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Tests.Batching;

namespace RnnCluster.Grains.Tests.Models;

/// <summary>The count of sessions on each version, without a silo.</summary>
public sealed class ModelMetricsTests : IDisposable
{
    private readonly CatalogFolder _folder = new();
    private readonly EngineMeter _meter = new();

    public void Dispose()
    {
        _meter.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Sessions_OfEachVersion_AreObserved()
    {
        new ModelMetrics(_meter).Observe(_folder.Catalog);
        await _folder.PublishAsync("1");
        var old = _folder.Catalog.Choose(new SessionKey(CatalogFolder.Model, "s"));
        var (first, second, third) = (NewContext(), NewContext(), NewContext());
        Assert.True(_folder.Census.TryEnter(first, old, limit: 3));
        Assert.True(_folder.Census.TryEnter(second, old, limit: 3));
        await _folder.PublishAsync("2");
        var fresh = _folder.Catalog.Choose(new SessionKey(CatalogFolder.Model, "s"));
        Assert.True(_folder.Census.TryEnter(third, fresh, limit: 3));
        Assert.False(_folder.Census.TryEnter(NewContext(), fresh, limit: 3));
        Assert.Equal([("wheel", "1", 2), ("wheel", "2", 1)], Observe());

        // A session that changes its version before its first frame is counted once.
        Assert.True(_folder.Census.TryEnter(second, fresh, limit: 3));
        Assert.Equal([("wheel", "1", 1), ("wheel", "2", 2)], Observe());

        Assert.DoesNotContain("Model wheel version 1 has retired: its last session in memory has ended", _folder.Log.Messages);
        _folder.Census.Leave(first);
        _folder.Census.Leave(first);
        _folder.Census.Leave(third);
        Assert.Equal([("wheel", "1", 0), ("wheel", "2", 1)], Observe());
        Assert.Single(_folder.Log.Messages, "Model wheel version 1 has retired: its last session in memory has ended");
    }

    private List<(string, string, int)> Observe()
    {
        var before = _meter.Of("rnncluster.model.sessions").Count;
        _ = _meter.Now("rnncluster.model.sessions");
        return
        [
            .. _meter.Of("rnncluster.model.sessions").Skip(before).Select(measured =>
                ((string)measured.Tags["rnncluster.model"]!, (string)measured.Tags["rnncluster.model.version"]!, (int)measured.Value)).Order(),
        ];
    }

    /// <summary>A session's context that is nothing but itself.</summary>
    private static IGrainContext NewContext() => DispatchProxy.Create<IGrainContext, Nothing>();

    /// <summary>Has no members that can be called.</summary>
    public class Nothing : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new NotSupportedException();
    }
}
