using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using RnnCluster.Silo.Gateway.Hosting;
using RnnCluster.Silo.Hosting;

namespace RnnCluster.Silo.Tests.Gateway;

/// <summary>A silo with its gateway in this process, on a few of the shipped models.</summary>
internal sealed class GatewaySilo : IAsyncDisposable
{
    private static readonly string[] Served = ["sentiment", "tagger", "music", "chorales"];

    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;

    private GatewaySilo(Action<RnnGatewayOptions>? configure)
    {
        foreach (var model in Served)
        {
            Directory.CreateSymbolicLink(_folder[model], Path.Combine(Repository.Models, model));
        }

        var ports = LoopbackPorts.FindFree(2);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.UseRnnSilo(new RnnSiloOptions
        {
            SiloPort = ports[0],
            PrimaryPort = ports[0],
            GatewayPort = ports[1],
            ModelsFolder = _folder.Path,
        });
        builder.AddRnnGateway(options =>
        {
            options.Port = 0;
            configure?.Invoke(options);
        });
        _app = builder.Build().MapRnnGateway();
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Where gRPC is, when the options say so.</summary>
    public Uri GrpcAddress { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public static async Task<GatewaySilo> StartAsync(Action<RnnGatewayOptions>? configure = null)
    {
        var silo = new GatewaySilo(configure);
        await silo._app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = silo.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        (silo.Address, silo.GrpcAddress) = (new Uri(addresses.First()), new Uri(addresses.Last()));
        silo.Http = silo.CreateClient(key: null);
        return silo;
    }

    /// <summary>A client with a key.</summary>
    public HttpClient CreateClient(string? key)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public static Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string json) =>
        http.PostAsync(new Uri(path, UriKind.Relative), Json(json), TestContext.Current.CancellationToken);

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>The code of a problem.</summary>
    public static async Task<string> CodeAsync(HttpResponseMessage response) => (await ReadAsync(response)).GetProperty("code").GetString()!;

    /// <summary>Opens a session and gives its id.</summary>
    public static async Task<string> OpenAsync(HttpClient http, string model, string? id = null)
    {
        var named = id is null ? "" : $",\"id\":\"{id}\"";
        using var response = await PostAsync(http, "/v1/sessions", $$"""{"model":"{{model}}"{{named}}}""");
        Assert.Equal(System.Net.HttpStatusCode.Created, response.StatusCode);
        return (await ReadAsync(response)).GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
