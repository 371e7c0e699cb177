using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Orleans.TestingHost;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Client;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Checkpoints;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Models;

/// <summary>Two silos on one models folder that changes, with a store that outlives them. Every test has a model of its own.</summary>
public sealed class VersionsFixture : IAsyncLifetime
{
    private const int Silos = 2;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnn-versions-");
    private readonly DirectoryInfo _elsewhere = Directory.CreateTempSubdirectory("rnn-elsewhere-");
    private int _models;

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public RnnClient Client { get; private set; } = null!;

    internal TestStore Store { get; } = new();

    internal LogTap Log { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Cluster = await ClusterFixture.DeployAsync(Silos, _folder.FullName, silo =>
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(RnnStreams.SessionStore, Store);
            silo.Services.AddLogging(logging => logging.AddProvider(Log).AddFilter(typeof(ModelCatalog).FullName, LogLevel.Information));
            silo.Services.Configure<ModelCatalogOptions>(options => (options.SettleMs, options.RescanMs) = (20, 100));
            silo.Services.Configure<SessionOptions>(options =>
            {
                options.CheckpointMs = 50;
                options.ResendRequestMs = 1;
            });
        });
        Client = ClusterFixture.CreateClient(Cluster);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Cluster.DisposeAsync();
        _folder.Delete(recursive: true);
        _elsewhere.Delete(recursive: true);
    }

    /// <summary>A model that no other test has, in version 1.</summary>
    public async Task<string> NewModelAsync()
    {
        var model = $"wheel-{Interlocked.Increment(ref _models)}";
        await PublishAsync(model, "1");
        return model;
    }

    /// <summary>Drops a version in place and waits until new sessions get it on every silo.</summary>
    public async Task PublishAsync(string model, string version)
    {
        Write(model, version);
        await UntilLoggedAsync($"New sessions of model {model} get version {version}");
    }

    /// <summary>Drops a version in place.</summary>
    internal void Write(string model, string version, params string[] missing)
    {
        // Beside its place first: a rename is seen at once and whole.
        var package = TinyModels.Wheel(model, version);
        package.Missing.UnionWith(missing);
        package.Write(_folder.FullName, $".{model}@{version}");
        Directory.Move(Folder(model, version, hidden: true), Folder(model, version));
    }

    /// <summary>Puts a version into a folder that is elsewhere, and that the models folder has a link to.</summary>
    public async Task PublishLinkedAsync(string model, string version)
    {
        TinyModels.Wheel(model, version).Write(_elsewhere.FullName, model);
        var link = Path.Combine(_folder.FullName, model);
        if (!Directory.Exists(link))
        {
            Directory.CreateSymbolicLink(link, Path.Combine(_elsewhere.FullName, model));
        }

        await UntilLoggedAsync($"New sessions of model {model} get version {version}");
    }

    /// <summary>Takes a version away and waits until every silo knows.</summary>
    public async Task RemoveAsync(string model, string version)
    {
        Directory.Move(Folder(model, version), Folder(model, version, hidden: true));
        await UntilLoggedAsync($"The folder of model {model} version {version} is gone");
    }

    public async Task BringBackAsync(string model, string version)
    {
        Directory.Move(Folder(model, version, hidden: true), Folder(model, version));
        await UntilLoggedAsync($"Model {model} version {version} is there", times: 2 * Silos);
    }

    /// <summary>Waits until every silo has said so.</summary>
    public Task UntilLoggedAsync(string beginning, int times = Silos) => Log.UntilAsync(beginning, times);

    public ISessionGrain Grain(SessionKey key) => Cluster.Client.GetGrain<ISessionGrain>(key.ToString());

    /// <summary>Takes the session out of memory as a crash does: nothing of it is stored.</summary>
    public async Task CrashAsync(SessionKey key)
    {
        Store.RefusesWrites = true;
        await Cluster.DeactivateAsync(Grain(key));
        Store.RefusesWrites = false;
    }

    /// <summary>The model's versions as they are listed.</summary>
    public async Task<List<ModelSummary>> ListAsync(string model) =>
        [.. (await Client.ListModelsAsync()).Where(summary => summary.Name == model)];

    /// <summary>The outputs of a session on a version that nothing ever disturbed, as a plain loop over the network.</summary>
    internal List<string> Replay(string model, string version, IEnumerable<float[]> vectors)
    {
        var hidden = !Directory.Exists(Folder(model, version));
        var package = Recurrent.Packages.ModelPackage.Load(Folder(model, version, hidden));
        return OutputBits.Of(new ReferenceSession(package).ReadFeatures(vectors, scores: true));
    }

    private string Folder(string model, string version, bool hidden = false) =>
        Path.Combine(_folder.FullName, $"{(hidden ? "." : "")}{model}@{version}");
}
