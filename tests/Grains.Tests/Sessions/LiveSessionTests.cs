using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Batching;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>Sessions without grains and streams.</summary>
public sealed class LiveSessionTests(ClusterFixture cluster)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Apply_GenerationFromNumbersThatOverflowed_FailsAndGivesItsPlaceBack(int beams)
    {
        using var engine = TestEngine.Create(new StepEngineOptions { Workers = 1, JobsLimit = 1, JobWaitMs = 0 });
        var broken = Open(TinyKinds.Overflowing);
        var read = await broken.AnswerAsync(new InputFrame { Sequence = 0, Input = new TextInput("abcdef") }, engine);

        // The first draw is made before any step, from what the state's last step gave.
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => broken.AnswerAsync(Generate(1, beams), engine));

        Assert.Equal(6, read[0].Outputs.Length);
        Assert.StartsWith("The greatest logit is NaN; it must be finite.", exception.Message, StringComparison.Ordinal);
        Assert.Null((await Open(TinyKinds.Searcher).AnswerAsync(Generate(0, beams), engine))[0].Error);
    }

    [Fact]
    public async Task Apply_LongVectorsThatAreGenerated_LeaveInPartsThatFitIntoAMessage()
    {
        using var engine = TestEngine.Create(new StepEngineOptions { Workers = 1 });
        var request = new GenerationRequest { Tokens = 5, PartTokens = 1_024 };

        var parts = await Open(TinyKinds.Wide).AnswerAsync(new InputFrame { Sequence = 0, Generation = request }, engine);

        Assert.Equal([2, 2, 1], parts.Select(part => part.Outputs.Length));
    }

    private static InputFrame Generate(long sequence, int beams) =>
        new() { Sequence = sequence, Generation = new GenerationRequest { Tokens = 3, Beams = beams } };

    private LiveSession Open(string model) => LiveSessions.Open(new ServedModel(cluster.Load(model)));
}
