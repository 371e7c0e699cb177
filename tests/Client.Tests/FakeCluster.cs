using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Client.Tests;

/// <summary>A cluster of one session grain and two streams, which are the test's.</summary>
public class FakeCluster : DispatchProxy
{
    private ISessionGrain _grain = null!;
    private IServiceProvider _services = null!;

    public static IClusterClient Create(ISessionGrain grain, object input, object output)
    {
        var client = Create<IClusterClient, FakeCluster>();
        var cluster = (FakeCluster)(object)client;
        cluster._grain = grain;
        cluster._services = new ServiceCollection()
            .AddKeyedSingleton<IStreamProvider>(RnnStreams.InputProvider, new Provider(input))
            .AddKeyedSingleton<IStreamProvider>(RnnStreams.OutputProvider, new Provider(output))
            .AddKeyedSingleton(RnnStreams.InputProvider, new LiveStreamMap(RnnStreams.InputProvider, queueCount: 1))
            .AddKeyedSingleton(RnnStreams.OutputProvider, new LiveStreamMap(RnnStreams.OutputProvider, queueCount: 1))
            .BuildServiceProvider();
        return client;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        "get_" + nameof(IClusterClient.ServiceProvider) => _services,
        nameof(IClusterClient.GetGrain) => _grain,
        _ => throw new NotSupportedException(targetMethod.Name),
    };

    private sealed class Provider(object stream) : IStreamProvider
    {
        public string Name => "fake";

        public bool IsRewindable => false;

        public IAsyncStream<T> GetStream<T>(StreamId streamId) => (IAsyncStream<T>)stream;
    }
}
