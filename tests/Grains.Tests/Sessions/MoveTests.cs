using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Sessions;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>Sessions that somebody wants on another silo.</summary>
public sealed class MoveTests(MoveTests.ThreeSilos silos, ClusterFixture shared) : IClassFixture<MoveTests.ThreeSilos>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Move_WhileFramesFlow_GivesTheBitsOfASessionThatStays()
    {
        const int Frames = 400;
        await using var session = await silos.Client.OpenAsync(TinyModels.Endless, shared.NewId(), seed: 4, cancellation: Cancellation);
        var expected = new ReferenceSession(shared.Load(TinyModels.Endless), seed: 4);

        // Nothing that was applied can come again: without a store that outlives silos the client keeps no frame that is answered.
        var moving = MoveAboutAsync(Grain(session.Key));
        var outputs = session.ReadOutputsAsync(Cancellation).ToListAsync(Cancellation).AsTask();
        for (var sequence = 0; sequence < Frames; sequence++)
        {
            await session.SendAsync(null, generation: new GenerationRequest { Tokens = 3 }, cancellation: Cancellation);
        }

        session.CompleteSending();
        var places = await moving;

        Assert.Equal(expected.Generate(3 * Frames), (await outputs).SelectMany(output => output.Outputs).Select(step => step.Token!));
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public async Task Move_ToANamedSilo_StaysThereUntilItSleeps()
    {
        await using var session = await OpenAsync();
        var expected = new ReferenceSession(shared.Load(TinyModels.Letters), seed: 4);
        Assert.Equal(expected.Generate(5), Sending.Tokens(await session.GenerateAllAsync(5)));
        var first = SiloOf(session);
        var moved = Census(first).Moved;

        foreach (var silo in silos.Names.Where(name => name != first).Append(first))
        {
            Assert.Equal(silo, await session.MoveAsync(silo));
            for (var round = 0; round < 3; round++)
            {
                Assert.Equal(expected.Generate(5), Sending.Tokens(await session.GenerateAllAsync(5)));
                await IsOnAsync(session, silo);
            }
        }

        Assert.Equal(moved + 1, Census(first).Moved);
        Assert.NotEqual(first, await session.MoveAsync());
        await silos.Cluster.DeactivateAsync(Grain(session.Key));
        Assert.Equal(expected.Generate(5), Sending.Tokens(await session.GenerateAllAsync(5)));

        // It woke where it was, or where its queue is, which it follows again.
        await IsOnAsync(session, first);
    }

    [Fact]
    public async Task Move_WithoutAName_GoesBackToItsQueueWhenItIsElsewhere()
    {
        await using var session = await OpenAsync();
        var first = SiloOf(session);
        var control = silos.Client.Control(session.Key);

        var second = await control.MoveAsync();

        Assert.NotEqual(first, second);
        await IsOnAsync(session, second);
        Assert.Equal(first, await control.MoveAsync());
        await IsOnAsync(session, first);
        Assert.Equal(first, await control.MoveAsync(first));
    }

    [Fact]
    public async Task Move_ToWhatIsNotThere_SaysWhatIs()
    {
        await using var session = await OpenAsync();

        var refusal = await Assert.ThrowsAsync<SessionException>(() => session.MoveAsync("127.0.0.1:1"));
        var missing = await Assert.ThrowsAsync<SessionException>(() => silos.Client.Control(shared.NewKey(TinyModels.Letters)).MoveAsync());

        var names = string.Join(", ", silos.Names.Order(StringComparer.Ordinal));
        Assert.Equal((ErrorCodes.UnknownSilo, $"there is no silo 127.0.0.1:1; there are {names}"), (refusal.Code, refusal.Message));
        Assert.Equal(ErrorCodes.UnknownSession, missing.Code);
        Assert.Equal(0, (await session.GetPositionAsync()).NextSequence);
    }

    [Fact]
    public async Task Move_OnTheOnlySilo_SaysThatThereIsNoOther()
    {
        await using var single = await ClusterFixture.DeployAsync(silos: 1, shared.Models);
        await using var client = ClusterFixture.CreateClient(single);
        await using var session = await client.OpenAsync(TinyModels.Letters, "lonely", cancellation: Cancellation);

        var refusal = await Assert.ThrowsAsync<SessionException>(() => session.MoveAsync());

        Assert.Equal(
            (ErrorCodes.UnknownSilo, $"there is no other silo than {single.Silos[0].SiloAddress.Endpoint}; start one"), (refusal.Code, refusal.Message));
    }

    private async Task<List<string>> MoveAboutAsync(ISessionGrain grain)
    {
        var places = new List<string>();
        for (var round = 0; round < 12; round++)
        {
            var names = silos.Names.Where(name => places.Count == 0 || name != places[^1]).ToList();
            var move = await grain.MoveAsync(round % 3 == 2 ? null : names[round % names.Count]);
            while (!move.IsThere)
            {
                move = await grain.MoveAsync(move.To);
            }

            places.Add(move.To);
        }

        return places;
    }

    private Task<RnnSession> OpenAsync() => silos.Client.OpenAsync(TinyModels.Letters, shared.NewId(), seed: 4, cancellation: Cancellation);

    private ISessionGrain Grain(SessionKey key) => silos.Cluster.Client.GetGrain<ISessionGrain>(key.ToString());

    /// <summary>Waits until the activation before this one has gone, which the session need not wait for.</summary>
    private async Task IsOnAsync(RnnSession session, string silo)
    {
        while (SiloOf(session) != silo)
        {
            await session.GetPositionAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        }
    }

    private string SiloOf(RnnSession session)
    {
        Assert.True(silos.Cluster.TryGetGrainContext(Grain(session.Key).GetGrainId(), out var context));
        return context.Address.SiloAddress!.Endpoint.ToString();
    }

    private SessionCensus Census(string name) => silos.Cluster.GetSiloServiceProvider(
        silos.Cluster.Silos.Single(silo => silo.SiloAddress.Endpoint.ToString() == name).SiloAddress).GetRequiredService<SessionCensus>();

    /// <summary>A cluster with somewhere to go.</summary>
    public sealed class ThreeSilos(ClusterFixture shared) : IAsyncLifetime
    {
        public InProcessTestCluster Cluster { get; private set; } = null!;

        public Client.RnnClient Client { get; private set; } = null!;

        public IReadOnlyList<string> Names => [.. Cluster.Silos.Select(silo => silo.SiloAddress.Endpoint.ToString())];

        public async ValueTask InitializeAsync()
        {
            Cluster = await ClusterFixture.DeployAsync(silos: 3, shared.Models);
            Client = ClusterFixture.CreateClient(Cluster);
        }

        public async ValueTask DisposeAsync()
        {
            await Client.DisposeAsync();
            await Cluster.DisposeAsync();
        }
    }
}
