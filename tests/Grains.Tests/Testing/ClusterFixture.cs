using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Streams;
using Orleans.TestingHost;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Client;
using RnnCluster.Client.Hosting;
using RnnCluster.Client.Sessions;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Testing;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Silo.Hosting;

[assembly: AssemblyFixture(typeof(ClusterFixture))]

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>Two silos in this process, the tiny models and a client; shared by all tests, which use sessions of their own.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnn-models-");
    private int _sessions;

    /// <summary>The models folder.</summary>
    public string Models => _folder.FullName;

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public RnnClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        TinyModels.Write(Models);
        Cluster = await DeployAsync(silos: 2, Models, silo => silo.Services.Configure<SessionOptions>(options => options.ResendRequestMs = 5));
        Client = CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A cluster on the models of <paramref name="models"/>.</summary>
    public static async Task<InProcessTestCluster> DeployAsync(short silos, string models, Action<ISiloBuilder>? configure = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddRnnSilo(models);
            silo.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
            configure?.Invoke(silo);
        });
        builder.ConfigureClient(client => client.AddRnnStreams());
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    /// <summary>A client of its own over a cluster's connection.</summary>
    public static RnnClient CreateClient(InProcessTestCluster cluster, RnnClientOptions? options = null) =>
        new(cluster.Client, Options.Create(options ?? new RnnClientOptions()), TimeProvider.System, NullLogger<RnnClient>.Instance);

    public RnnClient CreateClient(RnnClientOptions? options = null) => CreateClient(Cluster, options);

    /// <summary>A session id that no other test has.</summary>
    public string NewId() => $"s{Interlocked.Increment(ref _sessions)}";

    public SessionKey NewKey(string model) => new(model, NewId());

    public Task<RnnSession> OpenAsync(string model, string? id = null, ulong? seed = null) =>
        Client.OpenAsync(model, id ?? NewId(), seed, cancellation: TestContext.Current.CancellationToken);

    public ISessionGrain Grain(SessionKey key) => Cluster.Client.GetGrain<ISessionGrain>(key.ToString());

    /// <summary>The session's input stream, in plain Orleans.</summary>
    public IAsyncStream<InputFrame> Input(SessionKey key) =>
        Cluster.Client.GetStreamProvider(RnnStreams.InputProvider).GetStream<InputFrame>(RnnStreams.Input(key));

    /// <summary>Where a session is in memory.</summary>
    public SiloAddress SiloOf(GrainId session) => ContextOf(session).Address.SiloAddress!;

    /// <summary>A session in memory.</summary>
    public IGrainContext ContextOf(GrainId session)
    {
        Assert.True(Cluster.TryGetGrainContext(session, out var context));
        return context;
    }

    public SiloAddress OtherSiloThan(SiloAddress silo) => Cluster.GetActiveSilos().First(other => !other.SiloAddress.Equals(silo)).SiloAddress;

    /// <summary>The model, loaded beside the cluster.</summary>
    public ModelPackage Load(string model) => ModelPackage.Load(Path.Combine(Models, model));
}
