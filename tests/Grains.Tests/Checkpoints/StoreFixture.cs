using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Orleans.Streams;
using Orleans.TestingHost;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Checkpoints;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Checkpoints;

/// <summary>A silo whose sessions are stored after 4 frames or 50 ms, in a store that the tests can do anything to.</summary>
public sealed class StoreFixture(ClusterFixture shared) : IAsyncLifetime
{
    public InProcessTestCluster Cluster { get; private set; } = null!;

    internal TestStore Store { get; } = new();

    internal CheckpointFormat Format { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster = await ClusterFixture.DeployAsync(silos: 1, shared.Models, silo =>
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(RnnStreams.SessionStore, Store);
            silo.Services.Configure<SessionOptions>(options =>
            {
                options.CheckpointFrames = 4;
                options.CheckpointMs = 50;
                options.ResendRequestMs = 1;
            });
        });
        Format = Cluster.Silos[0].ServiceProvider.GetRequiredService<CheckpointFormat>();
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    public ISessionGrain Grain(SessionKey key) => Cluster.Client.GetGrain<ISessionGrain>(key.ToString());

    public IAsyncStream<InputFrame> Input(SessionKey key) =>
        Cluster.Client.GetStreamProvider(RnnStreams.InputProvider).GetStream<InputFrame>(RnnStreams.Input(key));

    /// <summary>The session's record; null when it has none.</summary>
    internal SessionRecord? Record(SessionKey key) => Store.Find(key.ToString()) is { } content ? Format.Decode(content) : null;

    /// <summary>Waits until the session's record says so.</summary>
    internal Task UntilAsync(SessionKey key, Func<SessionRecord, bool> isThere) =>
        Store.UntilAsync(key.ToString(), content => isThere(Format.Decode(content)));

    /// <summary>Takes the session out of memory as a crash does: nothing of it is stored.</summary>
    public async Task CrashAsync(SessionKey key)
    {
        Store.RefusesWrites = true;
        await Cluster.DeactivateAsync(Grain(key));
        Store.RefusesWrites = false;
    }
}
