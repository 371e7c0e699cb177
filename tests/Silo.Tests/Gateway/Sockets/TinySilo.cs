using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RnnCluster.Client;
using RnnCluster.Grains.Tests.Testing;
using RnnCluster.Silo.Gateway.Hosting;
using RnnCluster.Silo.Hosting;

namespace RnnCluster.Silo.Tests.Gateway.Sockets;

/// <summary>A silo with its gateway in this process, on the tiny models.</summary>
public sealed class TinySilo : IAsyncLifetime
{
    private readonly TemporaryFolder _models = new();
    private readonly Action<IServiceCollection>? _configure;
    private WebApplication _app = null!;
    private int _ids;

    public TinySilo()
        : this(configure: null)
    {
    }

    internal TinySilo(Action<IServiceCollection>? configure) => _configure = configure;

    /// <summary>Its models folder.</summary>
    public string Models => _models.Path;

    /// <summary>What the silo is made of.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Where the gateway is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The client in the silo, which the gateway uses too.</summary>
    public RnnClient Client => _app.Services.GetRequiredService<RnnClient>();

    public async ValueTask InitializeAsync()
    {
        TinyModels.Write(_models.Path);
        var ports = LoopbackPorts.FindFree(2);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        builder.UseRnnSilo(new RnnSiloOptions { SiloPort = ports[0], GatewayPort = ports[1], PrimaryPort = ports[0], ModelsFolder = _models.Path });
        builder.AddRnnGateway(options => options.Port = 0);
        _configure?.Invoke(builder.Services);
        _app = builder.Build().MapRnnGateway();
        await _app.StartAsync();
        Address = new Uri(Assert.Single(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses));
    }

    /// <summary>A session id that no other test has.</summary>
    public string NewId() => $"g{Interlocked.Increment(ref _ids)}";

    /// <summary>Stops the silo as SIGTERM does.</summary>
    public Task StopAsync() => _app.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
        _models.Dispose();
    }
}
