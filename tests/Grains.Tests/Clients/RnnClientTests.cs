using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Client;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Clients;

/// <summary>The client library against a cluster.</summary>
public sealed class RnnClientTests(ClusterFixture cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_NobodyReads_WaitsForRoomAndDoesNotStopOthers()
    {
        await using var client = cluster.CreateClient(new RnnClientOptions { SessionFramesLimit = 4, ClientFramesLimit = 8 });
        await using var dead = await client.OpenAsync(TinyModels.Strict, cluster.NewId(), cancellation: Cancellation);
        await using var alive = await client.OpenAsync(TinyModels.Strict, cluster.NewId(), cancellation: Cancellation);
        for (var frame = 0; frame < 4; frame++)
        {
            await dead.SendAsync(new IdsInput([1]), cancellation: Cancellation);
        }

        var fifth = dead.SendAsync(new IdsInput([1]), cancellation: Cancellation);
        for (var frame = 0; frame < 30; frame++)
        {
            Assert.Single(await alive.AskAsync(new IdsInput([2]), cancellation: Cancellation));
        }

        Assert.False(fifth.IsCompleted);
        Assert.Equal(4, (await dead.GetPositionAsync()).NextSequence);
        await using (var reader = dead.ReadOutputsAsync(Cancellation).GetAsyncEnumerator(Cancellation))
        {
            Assert.True(await reader.MoveNextAsync());
            Assert.Equal(4, await fifth.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        }
    }

    [Fact]
    public async Task Send_CancelledWhileItWaits_SendsNothingAndGivesItsRoomBack()
    {
        await using var client = cluster.CreateClient(new RnnClientOptions { SessionFramesLimit = 1 });
        await using var session = await client.OpenAsync(TinyModels.Strict, cluster.NewId(), cancellation: Cancellation);
        await session.SendAsync(new IdsInput([1]), cancellation: Cancellation);
        using var cancelling = new CancellationTokenSource();

        var waiting = session.SendAsync(new IdsInput([2]), cancellation: cancelling.Token);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await using var reader = session.ReadOutputsAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal(1, await session.SendAsync(new IdsInput([3]), cancellation: Cancellation));
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal((1, "on"), (reader.Current.Sequence, Assert.Single(reader.Current.Outputs).Token));
    }

    [Fact]
    public async Task Dispose_WithWaitingSenderAndReader_EndsBoth()
    {
        var client = cluster.CreateClient(new RnnClientOptions { SessionFramesLimit = 1 });
        var session = await client.OpenAsync(TinyModels.Endless, cluster.NewId(), cancellation: Cancellation);
        var reading = session.GenerateAllAsync(50_000, partTokens: 1);
        var sending = session.SendAsync(new TextInput("a"), cancellation: Cancellation);
        var outputs = session.ReadOutputsAsync(Cancellation).ToListAsync(Cancellation);

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => sending);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Empty(await outputs);
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => client.OpenAsync(TinyModels.Strict, cluster.NewId(), cancellation: Cancellation));
        await client.DisposeAsync();
        await session.DisposeAsync();
        await cluster.Grain(session.Key).CloseAsync();
    }

    [Fact]
    public async Task Dispose_Client_LeavesNoSubscriptionAndItsSessionsAlive()
    {
        var client = cluster.CreateClient();
        var session = await client.OpenAsync(TinyModels.Strict, cluster.NewId(), cancellation: Cancellation);
        await session.AskAsync(new IdsInput([1, 2]), cancellation: Cancellation);
        var replies = cluster.Cluster.Client.GetStreamProvider(RnnStreams.OutputProvider)
            .GetStream<OutputFrame>(RnnStreams.Output(Assert.Single(client.Replies.Keys)));
        Assert.Single(await replies.GetAllSubscriptionHandles());

        await client.DisposeAsync();

        Assert.Empty(await replies.GetAllSubscriptionHandles());
        Assert.Equal(2, (await cluster.Grain(session.Key).GetPositionAsync()).Steps);
    }

    [Fact]
    public async Task Send_SubscriptionLost_IsAnsweredAllTheSame()
    {
        await using var client = cluster.CreateClient(new RnnClientOptions { ResendAfterMs = 20 });
        await using var session = await client.OpenAsync(TinyModels.Strict, cluster.NewId(), cancellation: Cancellation);
        Assert.Single(await session.AskAsync(new IdsInput([1]), cancellation: Cancellation));
        var replies = cluster.Cluster.Client.GetStreamProvider(RnnStreams.OutputProvider)
            .GetStream<OutputFrame>(RnnStreams.Output(Assert.Single(client.Replies.Keys)));
        await Assert.Single(await replies.GetAllSubscriptionHandles()).UnsubscribeAsync();

        Assert.Single(await session.AskAsync(new IdsInput([2]), cancellation: Cancellation));

        Assert.Single(await replies.GetAllSubscriptionHandles());
        Assert.Equal(2, (await session.GetPositionAsync()).Steps);
    }

    [Fact]
    public async Task Send_ManySessionsAtOnce_GiveEachItsOwnOutputs()
    {
        await using var client = cluster.CreateClient(new RnnClientOptions { ClientFramesLimit = 64 });
        var expected = OutputBits.Of(new ReferenceSession(cluster.Load(TinyModels.Strict)).ReadTokens(["the", "cat", "sat", "on"]));

        var outputs = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            await using var session = await client.OpenAsync(TinyModels.Strict, cluster.NewId(), cancellation: Cancellation);
            for (var id = 0; id < 4; id++)
            {
                await session.SendAsync(new IdsInput([id]), cancellation: Cancellation);
            }

            return OutputBits.Of(await session.ReadAllAsync());
        }));

        Assert.All(outputs, session => Assert.Equal(expected, session));
    }

    [Fact]
    public async Task Send_LargeFrames_TravelInSeveralMessages()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Strict);
        for (var frame = 0; frame < 8; frame++)
        {
            await session.SendAsync(new TextInput(string.Concat(Enumerable.Repeat("the cat ", 20_000))), cancellation: Cancellation);
        }

        Assert.Equal(8 * 40_000, (await session.ReadAllAsync()).Sum(output => output.Outputs.Length));
    }

    [Fact]
    public async Task Send_FrameTooLargeToTravel_IsAnsweredAndLeavesTheState()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Sensor);
        float[][] vectors = [[1, 2, 3], [4, 5, 6]];

        await session.SendAsync(new FeaturesInput(vectors[..1]), cancellation: Cancellation);
        await session.SendAsync(new FeaturesInput([.. Enumerable.Repeat(vectors[0], 50_000)]), end: true, cancellation: Cancellation);
        await session.SendAsync(new FeaturesInput(vectors[1..]), cancellation: Cancellation);
        var outputs = await session.ReadAllAsync();

        Assert.Equal([0, 1, 2], outputs.Select(output => output.Sequence));
        Assert.Equal(
            new FrameError(ErrorCodes.TooLong, "the frame takes about 1000256 bytes; a frame may take 900000: cut it into several"),
            outputs[1].Error);
        Assert.Equal(OutputBits.Of(new ReferenceSession(cluster.Load(TinyModels.Sensor)).ReadFeatures(vectors)), OutputBits.Of(outputs));
    }

    [Fact]
    public async Task CompleteSending_ThenSend_IsRefused()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Strict);
        session.CompleteSending();

        await Assert.ThrowsAsync<InvalidOperationException>(() => session.SendAsync(new IdsInput([1]), cancellation: Cancellation));
        Assert.Empty(await session.ReadOutputsAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task ListModels_NamesServedAndBrokenPackages()
    {
        var models = (await cluster.Client.ListModelsAsync()).ToDictionary(model => model.Name);

        Assert.Equal(
            Directory.GetDirectories(cluster.Models).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal),
            models.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["broken", "empty", "misnamed"],
            models.Values.Where(model => model.Faults.Length > 0).Select(model => model.Name).Order(StringComparer.Ordinal));
        var tagger = models["tagger"];
        Assert.Equal(("1", "many-to-many", "lstm", 2, 7, 0, false, "MIT", "words"), (tagger.Version, tagger.Topology, tagger.Cell,
            tagger.Layers, tagger.HiddenSize, tagger.FeatureSize, tagger.Generates, tagger.Licence, tagger.Tokenizer));
        Assert.Equal(cluster.Load(TinyModels.Tagger).Parameters, tagger.Parameters);
        Assert.True(models["letters"].Generates);
        Assert.Equal((3, ""), (models["sensor"].FeatureSize, models["sensor"].Tokenizer));
    }

    [Theory]
    [InlineData(TinyModels.Tagger, "float32")]
    [InlineData(TinyKinds.Whole, "bfloat16")]
    [InlineData(TinyKinds.Delayed, "int8")]
    [InlineData(TinyKinds.Digits, "")]
    public async Task ListModels_SaysWhatTheWeightsAreKeptAs(string name, string weights) =>
        Assert.Equal(weights, (await cluster.Client.ListModelsAsync()).Single(model => model.Name == name).Weights);

    [Theory]
    [InlineData(TinyKinds.Translator, "encoder-decoder", "gru", 0, "characters", 12)]
    [InlineData(TinyKinds.Captions, "one-to-many", "gru", 32, "characters", 10)]
    [InlineData(TinyKinds.Digits, "one-to-one", "", 16, "", 0)]
    [InlineData(TinyKinds.Chorales, "one-to-many", "gru", 7, "", 50)]
    public async Task ListModels_OtherKinds_SaysWhatFramesCarryAndWhatIsGenerated(
        string name, string topology, string cell, int featureSize, string tokenizer, int maxTokens)
    {
        var model = (await cluster.Client.ListModelsAsync()).Single(model => model.Name == name);

        Assert.Equal((topology, cell, featureSize, tokenizer), (model.Topology, model.Cell, model.FeatureSize, model.Tokenizer));
        Assert.Equal((maxTokens, maxTokens > 0), (model.MaxTokens, model.Generates));
        Assert.Equal(cluster.Load(name).Parameters, model.Parameters);
    }
}
