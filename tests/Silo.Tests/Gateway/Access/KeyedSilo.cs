using RnnCluster.Silo.Gateway.Access;

namespace RnnCluster.Silo.Tests.Gateway.Access;

/// <summary>A silo whose gateway asks for keys: two tenants, and one key with narrow bounds.</summary>
public sealed class KeyedSilo : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal GatewaySilo Silo { get; private set; } = null!;

    internal string KeysFile => _folder["keys.json"];

    internal HttpClient Acme { get; private set; } = null!;

    internal HttpClient Globex { get; private set; } = null!;

    internal HttpClient Narrow { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var (acme, globex, narrow) = (ApiKey.NewText(), ApiKey.NewText(), ApiKey.NewText());
        ApiKeyFile.Write(KeysFile,
        [
            Key("acme", acme, GatewayScopes.All),
            Key("globex", globex, GatewayScopes.All),
            Key("narrow", narrow, [GatewayScopes.Sessions, GatewayScopes.Infer]) with
            {
                Limits = new KeyLimits { Sessions = 1, FramesPerSecond = 1, FrameBytes = 200, Sockets = 1 },
            },
        ]);
        Silo = await GatewaySilo.StartAsync(options => options.KeysFile = KeysFile);
        (Acme, Globex, Narrow) = (Silo.CreateClient(acme), Silo.CreateClient(globex), Silo.CreateClient(narrow));
    }

    public async ValueTask DisposeAsync()
    {
        Acme.Dispose();
        Globex.Dispose();
        Narrow.Dispose();
        await Silo.DisposeAsync();
        _folder.Dispose();
    }

    internal static ApiKey Key(string name, string text, IReadOnlyList<string> scopes) =>
        new() { Name = name, Tenant = name, Hash = ApiKey.HashOf(text), Scopes = scopes };
}
