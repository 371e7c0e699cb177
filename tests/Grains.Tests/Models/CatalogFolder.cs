using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Models;

/// <summary>A models folder and the catalog of it, without a silo. Time passes as the tests say.</summary>
internal sealed class CatalogFolder : IDisposable
{
    public const string Model = "wheel";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnn-versions-");
    private readonly FakeTimeProvider _time = new();
    private readonly LoggerFactory _loggers;

    public CatalogFolder()
    {
        _loggers = new LoggerFactory([Log]);
        Catalog = new ModelCatalog(
            Options.Create(new ModelCatalogOptions { Folder = Path }), Census, _time, _loggers.CreateLogger<ModelCatalog>());
    }

    public static TimeSpan Settle { get; } = TimeSpan.FromSeconds(1);

    public string Path => _folder.FullName;

    public SessionCensus Census { get; } = new();

    public LogTap Log { get; } = new();

    public ModelCatalog Catalog { get; }

    /// <summary>Writes a version, in a folder of its own unless said otherwise, and lets the catalog take it.</summary>
    public Task PublishAsync(string version, string? folder = null)
    {
        TinyModels.Wheel(Model, version).Write(Path, folder ?? $"{Model}@{version}");
        return TakeAsync();
    }

    /// <summary>Says which version new sessions get, and lets the catalog take it.</summary>
    public Task RollOutAsync(string json)
    {
        System.IO.File.WriteAllText(File("wheel.rollout.json"), json);
        return TakeAsync();
    }

    public Task RemoveAsync(string folder)
    {
        Directory.Delete(File(folder), recursive: true);
        return TakeAsync();
    }

    /// <summary>Lets the catalog see what is there, and take it when it has settled.</summary>
    public async Task TakeAsync()
    {
        await LookAsync();
        _time.Advance(Settle);
        Assert.True(await LookAsync());
    }

    /// <summary>Lets the catalog see what is there.</summary>
    public Task<bool> LookAsync() => Catalog.RefreshAsync(Settle);

    public void Pass(TimeSpan time) => _time.Advance(time);

    /// <summary>The version that a new session gets.</summary>
    public string Choose(string id = "s") => Catalog.Choose(new SessionKey(Model, id)).Version;

    /// <summary>Version and state of all that is listed.</summary>
    public List<string> States() => [.. Catalog.List().Select(model => $"{model.Version} {model.State}")];

    /// <summary>The one thing that is refused.</summary>
    public ModelSummary Refused() => Assert.Single(Catalog.List(), model => model.State == ModelState.Refused);

    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        _loggers.Dispose();
        _folder.Delete(recursive: true);
    }
}
