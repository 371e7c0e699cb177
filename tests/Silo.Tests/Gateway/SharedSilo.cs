using RnnCluster.Silo.Tests.Gateway;

[assembly: AssemblyFixture(typeof(SharedSilo))]

namespace RnnCluster.Silo.Tests.Gateway;

/// <summary>A silo without keys for all tests, which use sessions of their own.</summary>
public sealed class SharedSilo : IAsyncLifetime
{
    internal GatewaySilo Silo { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Silo = await GatewaySilo.StartAsync();

    public ValueTask DisposeAsync() => Silo.DisposeAsync();
}
