using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Client.Tests.Sessions;

/// <summary>What the window keeps behind the answers, and how it goes on with a session of an earlier process.</summary>
public sealed class AnswerWindowKeepingTests
{
    private const int All = 1_000_000;

    private readonly AnswerQueue _answers = new(new Lock());

    [Fact]
    public void From_AnsweredFrames_GivesThemUntilACheckpointCoversThem()
    {
        var window = Filled(frames: 6);
        Answer(window, 0, 4, durable: -1);

        Assert.Equal([0, 1, 2, 3, 4, 5], From(window, 0));
        Assert.Equal([2, 3, 4, 5], From(window, 2));
        Answer(window, 4, 1, durable: 2);

        Assert.Equal((3, 2, 5), (window.KeptFrom, window.DurableThrough, window.OldestSequence));
        Assert.Null(window.From(2, All));
        Assert.Equal([3, 4, 5], From(window, 3));
        Assert.False(window.HasLetGo);
    }

    [Fact]
    public void From_Limit_GivesTheFirstOnes()
    {
        var window = Filled(frames: 6);
        Answer(window, 0, 3, durable: 0);

        Assert.Equal([1, 2], window.From(1, limit: 2)!.Select(frame => frame.Sequence));
        Assert.Equal([4, 5], window.From(4, limit: 2)!.Select(frame => frame.Sequence));
    }

    [Fact]
    public void Take_FrameThatIsDurableAndNotAnswered_IsKeptUntilItIs()
    {
        var window = Filled(frames: 2);

        window.Cover(1);
        Assert.Equal([0, 1], From(window, 0));
        Answer(window, 0, 2, durable: 1);

        Assert.Equal(2, window.KeptFrom);
        Assert.Empty(From(window, 2));
    }

    [Fact]
    public void Cover_BeyondWhatWasSent_CountsWhatWasSent()
    {
        var window = Filled(frames: 2);
        Answer(window, 0, 2, durable: 900);

        Assert.Equal(1, window.DurableThrough);
        Add(window);
        Answer(window, 2, 1, durable: -1);
        Assert.Equal([2], From(window, 2));
    }

    [Fact]
    public void Take_AnswersOfAReplay_AreOld()
    {
        var window = Filled(frames: 4);
        Answer(window, 0, 3, durable: 0);

        Assert.Equal([AnswerPlace.Old, AnswerPlace.Old, AnswerPlace.LastPart],
            new[] { 1, 2, 3 }.Select(sequence => window.Take(Output(sequence, durable: 0))));
    }

    [Fact]
    public void Take_HalfAnAnswerThenAReplay_GoesOnWithTheNextPart()
    {
        var window = Filled(frames: 1);
        window.Take(Output(0) with { Last = false });
        window.Take(Output(0) with { Last = false, Part = 1 });

        var places = Enumerable.Range(0, 4).Select(part => window.Take(Output(0) with { Part = part, Last = part == 3 }));

        Assert.Equal([AnswerPlace.Old, AnswerPlace.Old, AnswerPlace.Part, AnswerPlace.LastPart], places);
        Assert.Equal([0, 1, 2, 3], Given().Select(output => output.Part));
    }

    [Theory]
    [InlineData(3, 1 << 20)]
    [InlineData(1_000, 3 * 264)]
    public void Take_MoreThanMayBeKept_LetsTheOldestGo(int frames, int bytes)
    {
        var window = new AnswerWindow(new RnnClientOptions { RetainedFramesLimit = frames, RetainedBytesLimit = bytes });
        Fill(window, 6);

        Answer(window, 0, 3, durable: -1);
        Assert.Equal((0, false), (window.KeptFrom, window.HasLetGo));
        Answer(window, 3, 2, durable: -1);

        Assert.Equal((2, true), (window.KeptFrom, window.HasLetGo));
        Assert.Null(window.From(1, All));
        Assert.Equal([2, 3, 4, 5], From(window, 2));
    }

    [Fact]
    public void Resume_ClusterAhead_GivesTheAnswersOfTheEarlierProcessFirst()
    {
        var window = new AnswerWindow(new RnnClientOptions());
        window.Expect(answeredThrough: 4, _answers);
        var early = window.Take(Output(5));
        window.ResumeAt(Position(8, durable: 7));
        Assert.True(window.WaitsForEarlier);
        var frame = Add(window);
        Assert.Equal((8, 3), (frame.Sequence, window.Count));

        var places = new[] { 5, 6, 7, 8 }.Select(sequence => window.Take(Output(sequence))).Prepend(early);

        Assert.Equal(
            [AnswerPlace.LastPartOfEarlier, AnswerPlace.Old, AnswerPlace.LastPartOfEarlier, AnswerPlace.LastPartOfEarlier, AnswerPlace.LastPart],
            places);
        Assert.Equal([5, 6, 7, 8], Given().Select(output => output.Sequence));
        Assert.False(window.WaitsForEarlier);
        Assert.Null(window.From(7, All));
        Assert.Equal([8], From(window, 8));
    }

    [Fact]
    public void Resume_ClusterBehind_HidesAnswersThatTheReaderHas()
    {
        var window = new AnswerWindow(new RnnClientOptions());
        window.Expect(answeredThrough: 4, _answers);
        window.ResumeAt(Position(3, durable: 2));
        Assert.Equal(0, window.Count);
        var own = new AnswerQueue(new Lock());

        var sent = new[] { Add(window), window.Add(Draft, "client-1", own, isOwn: true), Add(window) };
        var places = new[] { 3, 4, 5 }.Select(sequence => window.Take(Output(sequence)));

        Assert.Equal([AnswerPlace.LastPartHidden, AnswerPlace.LastPart, AnswerPlace.LastPart], places);
        Assert.Equal([3, 4, 5], sent.Select(frame => frame.Sequence));
        Assert.Equal([5], Given().Select(output => output.Sequence));
        Assert.True(own.TryTake(out var asked));
        Assert.Equal(4, asked.Sequence);
    }

    [Fact]
    public void Clear_Resumed_CountsOnlyFramesOfThisProcess()
    {
        var window = new AnswerWindow(new RnnClientOptions());
        window.Expect(answeredThrough: -1, _answers);
        window.ResumeAt(Position(3, durable: 2));
        Fill(window, 2);

        Assert.Equal(5, window.Count);
        Assert.Equal(2, window.Clear(failure: null));
        Assert.Equal(0, window.Count);
    }

    private static FrameDraft Draft => new(new IdsInput([1]));

    private static OutputFrame Output(long sequence, long durable = -1) =>
        new() { Session = "tagger/s", Sequence = sequence, DurableThrough = durable };

    private static SessionPosition Position(long next, long durable) => new("tagger/s", "1", next, durable, Steps: 0);

    private static IEnumerable<long> From(AnswerWindow window, long sequence) => window.From(sequence, All)!.Select(frame => frame.Sequence);

    private static void Answer(AnswerWindow window, int first, int count, long durable)
    {
        for (var sequence = first; sequence < first + count; sequence++)
        {
            Assert.Equal(AnswerPlace.LastPart, window.Take(Output(sequence, durable)));
        }
    }

    private AnswerWindow Filled(int frames)
    {
        var window = new AnswerWindow(new RnnClientOptions());
        Fill(window, frames);
        return window;
    }

    private void Fill(AnswerWindow window, int frames)
    {
        for (var frame = 0; frame < frames; frame++)
        {
            Add(window);
        }
    }

    private InputFrame Add(AnswerWindow window) => window.Add(Draft, "client-1", _answers, isOwn: false);

    private List<OutputFrame> Given()
    {
        var given = new List<OutputFrame>();
        while (_answers.TryTake(out var output))
        {
            given.Add(output);
        }

        return given;
    }
}
