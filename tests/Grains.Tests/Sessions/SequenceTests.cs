using CsCheck;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>Frames published with the plain Orleans API, in every order, to a session that nobody opened.</summary>
public sealed class SequenceTests(ClusterFixture cluster)
{
    private const int Frames = 12;

    [Fact]
    public async Task Publish_WithoutReplyTo_AnswersOnTheSessionsOwnStream()
    {
        var key = cluster.NewKey(TinyModels.Strict);
        await using var tap = await StreamTap.OpenAsync(cluster.Cluster.Client, key.ToString());

        await PublishAsync(key, 0, 1, 2);
        var outputs = await tap.ThroughAsync(2);

        Assert.All(outputs, output => Assert.Equal(key.ToString(), output.Session));
        Assert.Equal(Expected(3), OutputBits.Of(outputs));
    }

    [Fact]
    public async Task Publish_WithReplyTo_AnswersThereOnly()
    {
        var key = cluster.NewKey(TinyModels.Strict);
        var elsewhere = cluster.NewId();
        await using var own = await StreamTap.OpenAsync(cluster.Cluster.Client, key.ToString());
        await using var other = await StreamTap.OpenAsync(cluster.Cluster.Client, elsewhere);

        await cluster.Input(key).OnNextAsync(Frame(0) with { ReplyTo = elsewhere });
        await PublishAsync(key, 1);

        Assert.Equal(0, (await other.NextAsync()).Sequence);
        Assert.Equal(1, (await own.NextAsync()).Sequence);
    }

    [Fact]
    public async Task Publish_Duplicate_RepeatsTheAnswerAndAppliesNothing()
    {
        var key = cluster.NewKey(TinyModels.Strict);
        await using var tap = await StreamTap.OpenAsync(cluster.Cluster.Client, key.ToString());

        await PublishAsync(key, 0);
        var first = await tap.NextAsync();
        await PublishAsync(key, 0);
        var second = await tap.NextAsync();
        await PublishAsync(key, 1);
        var next = await tap.NextAsync();

        Assert.Equal(OutputBits.Of(first.Outputs), OutputBits.Of(second.Outputs));
        Assert.Equal((first.Sequence, first.Part, first.Last), (second.Sequence, second.Part, second.Last));
        Assert.Equal(Expected(2), OutputBits.Of([first, next]));
    }

    [Fact]
    public async Task Publish_DuplicateOfAForgottenAnswer_SaysSo()
    {
        var key = cluster.NewKey(TinyModels.Strict);
        await using var tap = await StreamTap.OpenAsync(cluster.Cluster.Client, key.ToString());

        await PublishAsync(key, 0);
        await cluster.Input(key).OnNextAsync(new InputFrame { Sequence = 1, Input = new IdsInput(new int[new SessionOptions().RetainedValuesLimit]) });
        await tap.ThroughAsync(1);
        await PublishAsync(key, 0);

        Assert.Equal(
            new FrameError(ErrorCodes.Duplicate, "frame 0 was applied before and its answer is not kept; the next frame is 2"),
            (await tap.NextAsync()).Error);
    }

    [Fact]
    public async Task Publish_BehindAGap_AppliesNothingAndAsksForTheMissingFrames()
    {
        var key = cluster.NewKey(TinyModels.Strict);
        await using var tap = await StreamTap.OpenAsync(cluster.Cluster.Client, key.ToString());

        await PublishAsync(key, 0, 3);
        OutputFrame[] heard = [await tap.NextAsync(), await tap.NextAsync()];
        var asked = Assert.Single(heard, output => output.ResendFrom is not null);
        var position = await cluster.Grain(key).GetPositionAsync();
        await PublishAsync(key, 1, 2, 3);
        var outputs = await tap.ThroughAsync(3);

        Assert.Equal((3, 1L), (asked.Sequence, asked.ResendFrom));
        Assert.Empty(asked.Outputs);
        Assert.Equal((1, 1), (position.NextSequence, position.Steps));
        Assert.Equal(Expected(4)[1..], OutputBits.Of(StreamTap.Answers(outputs)));
    }

    [Fact]
    public async Task Publish_NegativeNumber_IsAnsweredAndTakesNoNumber()
    {
        var key = cluster.NewKey(TinyModels.Strict);
        await using var tap = await StreamTap.OpenAsync(cluster.Cluster.Client, key.ToString());

        await PublishAsync(key, -3, 0);

        var refused = await tap.NextAsync();
        Assert.Equal(-3, refused.Sequence);
        Assert.Equal(new FrameError(ErrorCodes.BadSequence, "sequence number is -3; it must be 0 or more"), refused.Error);
        Assert.Equal(Expected(1), OutputBits.Of([await tap.NextAsync()]));
    }

    [Fact]
    public async Task Publish_DoubledAndReorderedAtRandom_EndsInOutputsOfTheOrderedStream()
    {
        var expected = Expected(Frames);
        await Gen.Int[0, Frames - 1].List[0, 40].SampleAsync(async mess =>
        {
            var key = cluster.NewKey(TinyModels.Strict);
            await using var tap = await StreamTap.OpenAsync(cluster.Cluster.Client, key.ToString());

            // In the end every frame comes in order once: a sender that hears nothing sends again.
            await PublishAsync(key, [.. mess, .. Enumerable.Range(0, Frames)]);
            var outputs = await tap.ThroughAsync(Frames - 1);

            Assert.Equal(expected, OutputBits.Of(StreamTap.Answers(outputs)));
            Assert.Equal(Frames, (await cluster.Grain(key).GetPositionAsync()).Steps);
        }, seed: "0000KqfAKhq1", iter: 15, threads: 1);
    }

    private static InputFrame Frame(long sequence) =>
        new() { Sequence = sequence, Input = new IdsInput([(int)(Math.Abs(sequence) * 5 % 7)]), Scores = true };

    private async Task PublishAsync(SessionKey key, params IReadOnlyList<int> sequences)
    {
        foreach (var sequence in sequences)
        {
            await cluster.Input(key).OnNextAsync(Frame(sequence));
        }
    }

    private List<string> Expected(int frames)
    {
        var package = cluster.Load(TinyModels.Strict);
        var tokens = Enumerable.Range(0, frames).Select(sequence => package.Encoder!.TokenOf(sequence * 5 % 7));
        return OutputBits.Of(new ReferenceSession(package).ReadTokens(tokens, scores: true));
    }
}
