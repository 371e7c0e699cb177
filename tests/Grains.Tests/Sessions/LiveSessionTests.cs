using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Batching;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>Sessions without grains and streams.</summary>
public sealed class LiveSessionTests(ClusterFixture cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Apply_GenerationFromNumbersThatOverflowed_FailsAndGivesItsPlaceBack(int beams)
    {
        using var engine = TestEngine.Create(new StepEngineOptions { Workers = 1, JobsLimit = 1, JobWaitMs = 0 });
        var broken = Open(TinyKinds.Overflowing);
        var read = await AnswerAsync(broken, engine, new InputFrame { Sequence = 0, Input = new TextInput("abcdef") });

        // The first draw is made before any step, from what the state's last step gave.
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => AnswerAsync(broken, engine, Generate(1, beams)));

        Assert.Equal(6, read[0].Outputs.Length);
        Assert.StartsWith("The greatest logit is NaN; it must be finite.", exception.Message, StringComparison.Ordinal);
        Assert.Null((await AnswerAsync(Open(TinyKinds.Searcher), engine, Generate(0, beams)))[0].Error);
    }

    [Fact]
    public async Task Apply_LongVectorsThatAreGenerated_LeaveInPartsThatFitIntoAMessage()
    {
        using var engine = TestEngine.Create(new StepEngineOptions { Workers = 1 });
        var request = new GenerationRequest { Tokens = 5, PartTokens = 1_024 };

        var parts = await AnswerAsync(Open(TinyKinds.Wide), engine, new InputFrame { Sequence = 0, Generation = request });

        Assert.Equal([2, 2, 1], parts.Select(part => part.Outputs.Length));
    }

    private static InputFrame Generate(long sequence, int beams) =>
        new() { Sequence = sequence, Generation = new GenerationRequest { Tokens = 3, Beams = beams } };

    private static async Task<List<OutputFrame>> AnswerAsync(LiveSession session, StepEngine engine, InputFrame frame) =>
        await session.ApplyAsync(frame, engine, Cancellation).ToListAsync(Cancellation);

    private LiveSession Open(string model) =>
        new(new SessionKey(model, "s"), new ServedModel(cluster.Load(model)), record: null, new SessionOptions());
}
