using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Tests.Testing;
using RnnCluster.Silo.Gateway.Models;
using RnnCluster.Silo.Tests.Gateway.Sockets;

namespace RnnCluster.Silo.Tests.Gateway.Models;

/// <summary>What the gateway knows of models and versions that come while the silo runs.</summary>
public sealed class GatewayModelsTests : IAsyncLifetime
{
    private const string Model = "late";

    private readonly TinySilo _silo = new(services => services.Configure<ModelCatalogOptions>(options => (options.SettleMs, options.RescanMs) = (20, 100)));
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private GatewayModels Known => _silo.Services.GetRequiredService<GatewayModels>();

    public async ValueTask InitializeAsync()
    {
        await _silo.InitializeAsync();
        _http.BaseAddress = _silo.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _silo.DisposeAsync();
    }

    [Fact]
    public async Task Model_ThatComesLater_IsKnownAtOnce()
    {
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/v2/models/{Model}"));
        Assert.Empty(await Known.FindAllAsync(Model));

        await PublishAsync("1", TinyModels.Letters);

        Assert.Equal("characters", await Known.TokenizerOfAsync(Model));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"/v2/models/{Model}/ready"));
    }

    [Fact]
    public async Task Version_ThatComesLater_IsKnownByItsNameAtOnceAndToNewSessionsSoon()
    {
        await PublishAsync("1", TinyModels.Letters);
        Assert.Equal("characters", await Known.TokenizerOfAsync(Model));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/v2/models/{Model}/versions/2"));

        await PublishAsync("2", TinyModels.Strict);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"/v2/models/{Model}/versions/2"));
        await UntilAsync(async () => await Known.TokenizerOfAsync(Model) == "words");
        Assert.Equal(["2", "1"], (await Known.FindAllAsync(Model)).Select(model => model.Version));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"/v2/models/{Model}/versions/1"));
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await _http.GetAsync(path, Cancellation);
        return response.StatusCode;
    }

    /// <summary>Drops a copy of another model in place, as a version of this one, and waits until the catalog has it.</summary>
    private async Task PublishAsync(string version, string original)
    {
        var (hidden, place) = (Path.Combine(_silo.Models, $".{Model}"), Path.Combine(_silo.Models, $"{Model}@{version}"));
        Directory.CreateDirectory(hidden);
        foreach (var file in Directory.GetFiles(Path.Combine(_silo.Models, original)))
        {
            File.Copy(file, Path.Combine(hidden, Path.GetFileName(file)));
        }

        var manifest = Path.Combine(hidden, "model.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(manifest, Cancellation))!;
        (json["name"], json["version"]) = (Model, version);
        await File.WriteAllTextAsync(manifest, json.ToJsonString(), Cancellation);
        Directory.Move(hidden, place);
        await UntilAsync(async () => (await _silo.Client.ListModelsAsync()).Any(model => model.Name == Model && model.Version == version));
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await isSo())
        {
            await timer.WaitForNextTickAsync(Cancellation);
        }
    }
}
