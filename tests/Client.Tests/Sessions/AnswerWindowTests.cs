using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Client.Tests.Sessions;

public sealed class AnswerWindowTests
{
    private const string ReplyKey = "client-1";

    private static readonly FrameDraft Draft = new(new IdsInput([1]));

    private readonly AnswerWindow _window = new(new RnnClientOptions());
    private readonly AnswerQueue _answers = new(new Lock());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Add_Draft_MakesTheWholeFrame()
    {
        var generation = new GenerationRequest { Tokens = 3 };

        var frame = _window.Add(new FrameDraft(new TextInput("a"), generation, End: true, Scores: true), ReplyKey, _answers, isOwn: false);

        Assert.Equal(
            new InputFrame
            {
                Sequence = 0,
                Input = new TextInput("a"),
                Generation = generation,
                End = true,
                Scores = true,
                ReplyTo = ReplyKey,
                AnsweredThrough = -1,
            },
            frame);
    }

    [Fact]
    public void Add_AfterStart_NumbersFramesFromThere()
    {
        StartAt(7);

        Assert.Equal([7, 8], [Add().Sequence, Add().Sequence]);
        Assert.Equal(9, _window.NextSequence);
        Assert.Equal([7, 8], From(7)!.Select(frame => frame.Sequence));
        Assert.Equal(2, _window.Count);
    }

    [Fact]
    public void Add_AfterAnswers_SaysWhichTheReadersAreDoneWith()
    {
        StartAt(3);
        Assert.Equal([2L, 2], [Add().AnsweredThrough, Add().AnsweredThrough]);
        _window.Take(Output(3, 0, last: false));
        Assert.Equal(2, Add().AnsweredThrough);
        _window.Take(Output(3, 1));
        Assert.Equal(2, Add().AnsweredThrough);
        _window.Confirm(3);
        Assert.Equal(3, Add().AnsweredThrough);
    }

    [Fact]
    public void HandOn_BeforeAndAfterItIsConfirmed_SaysNothingAndThenWhatCame()
    {
        StartAt(3);
        _window.HandOn();
        Add();
        _window.Take(Output(3, 0));
        Assert.Equal(InputFrame.AnswersUnknown, Add().AnsweredThrough);

        _window.ConfirmThrough(2);
        Assert.Equal(2, Add().AnsweredThrough);
        _window.ConfirmThrough(3);
        Assert.Equal(3, Add().AnsweredThrough);
        _window.ConfirmThrough(1_000);
        Assert.Equal(3, Add().AnsweredThrough);
    }

    [Fact]
    public void Confirm_InAnotherOrder_CountsWhatHasNoHoles()
    {
        for (var sequence = 0; sequence < 5; sequence++)
        {
            Add();
        }

        for (var sequence = 0; sequence < 4; sequence++)
        {
            _window.Take(Output(sequence, 0));
        }

        var confirmed = new List<long>();
        foreach (var sequence in new[] { 2, 4, 0, 1, 1, 3 })
        {
            _window.Confirm(sequence);
            confirmed.Add(_window.ConfirmedThrough);
        }

        // Who waited for frame 4 has gone, but its answer did not come.
        Assert.Equal([-1, -1, 0, 2, 2, 3], confirmed);
    }

    [Fact]
    public void Take_PartsInOrder_GivesThemAndEndsTheAnswer()
    {
        Add();
        Add();

        Assert.Equal(AnswerPlace.Part, _window.Take(Output(0, 0, last: false)));
        Assert.Equal(AnswerPlace.Part, _window.Take(Output(0, 1, last: false)));
        Assert.Equal(AnswerPlace.LastPart, _window.Take(Output(0, 2)));
        Assert.Equal(AnswerPlace.LastPart, _window.Take(Output(1, 0)));

        Assert.Equal([(0, 0), (0, 1), (0, 2), (1, 0)], Given());
        Assert.Equal(0, _window.Count);
    }

    [Fact]
    public void Take_Twice_GivesOnce()
    {
        Add();
        Add();

        Assert.Equal(AnswerPlace.Part, _window.Take(Output(0, 0, last: false)));
        Assert.Equal(AnswerPlace.Old, _window.Take(Output(0, 0, last: false)));
        Assert.Equal(AnswerPlace.LastPart, _window.Take(Output(0, 1)));
        Assert.Equal(AnswerPlace.Old, _window.Take(Output(0, 1)));
        Assert.Equal(AnswerPlace.Old, _window.Take(Output(0, 0, last: false)));

        Assert.Equal([(0, 0), (0, 1)], Given());
    }

    [Fact]
    public void Take_BehindAMissingPart_WaitsUntilItCameAgain()
    {
        Add();
        Add();

        Assert.Equal(AnswerPlace.Part, _window.Take(Output(0, 0, last: false)));
        Assert.Equal(AnswerPlace.Early, _window.Take(Output(0, 2)));
        Assert.Equal(AnswerPlace.Early, _window.Take(Output(1, 0)));

        foreach (var part in new[] { Output(0, 0, last: false), Output(0, 1, last: false), Output(0, 2), Output(1, 0) })
        {
            _window.Take(part);
        }

        Assert.Equal([(0, 0), (0, 1), (0, 2), (1, 0)], Given());
    }

    [Fact]
    public void Take_WithNothingSent_IsOld()
    {
        Assert.Equal(AnswerPlace.Old, _window.Take(Output(0, 0)));
        Add();
        _window.Take(Output(0, 0));
        Assert.Equal(AnswerPlace.Old, _window.Take(Output(5, 0)));
    }

    [Theory]
    [InlineData(ErrorCodes.TooManyFrames)]
    [InlineData(ErrorCodes.TooManySessions)]
    public void Take_RefusalThatTakesNoNumber_KeepsTheFrameWaiting(string code)
    {
        Add();

        Assert.Equal(AnswerPlace.NotTaken, _window.Take(Output(0, 0, error: code)));

        Assert.Empty(Given());
        Assert.Equal([0], From(0)!.Select(frame => frame.Sequence));
        Assert.Equal(AnswerPlace.LastPart, _window.Take(Output(0, 0)));
    }

    [Fact]
    public void Take_ErrorAfterSomeParts_EndsTheAnswer()
    {
        Add();
        Add();
        _window.Take(Output(0, 0, last: false));
        _window.Take(Output(0, 1, last: false));

        Assert.Equal(AnswerPlace.LastPart, _window.Take(Output(0, 0, error: ErrorCodes.Closed)));
        Assert.Equal(AnswerPlace.LastPart, _window.Take(Output(1, 0)));

        Assert.Equal([(0, 0), (0, 1), (0, 0), (1, 0)], Given());
    }

    [Fact]
    public void From_KnownNumber_GivesFramesFromThereOn()
    {
        StartAt(3);
        Add();
        Add();
        Add();
        _window.Take(Output(3, 0, durable: 3));

        Assert.Equal([4, 5], From(4)!.Select(frame => frame.Sequence));
        Assert.Equal([5], From(5)!.Select(frame => frame.Sequence));
        Assert.Empty(From(6)!);
        Assert.Null(From(3));
    }

    [Fact]
    public void From_NothingWaiting_KnowsOnlyWhatComesNext()
    {
        StartAt(3);

        Assert.Empty(From(3)!);
        Assert.Null(From(2));
    }

    [Fact]
    public async Task Take_LastPartOfAnOwnAnswer_EndsItsChannel()
    {
        var own = new AnswerQueue(new Lock());
        _window.Add(Draft, ReplyKey, own, isOwn: true);

        _window.Take(Output(0, 0));

        Assert.Single(await own.ReadAllAsync(Cancellation).ToListAsync(Cancellation));
        Assert.False(_answers.WaitAsync(Cancellation).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Clear_WithFailure_FailsOwnAnswersAndCountsAll()
    {
        var own = new AnswerQueue(new Lock());
        _window.Add(Draft, ReplyKey, own, isOwn: true);
        Add();

        Assert.Equal(2, _window.Clear(new InvalidOperationException("lost")));

        Assert.Equal(0, _window.Count);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await own.WaitAsync(Cancellation));
        Assert.False(_answers.WaitAsync(Cancellation).AsTask().IsCompleted);
        Assert.Equal(0, _window.Clear(failure: null));
    }

    [Fact]
    public void Add_FirstFrame_SaysHowTheSessionWasOpened()
    {
        var opening = new OpenRequest { ReplyTo = ReplyKey, Seed = 5, Durability = SessionDurability.EveryFrame };
        _window.StartAt(Position(0), opening);

        Assert.Same(opening, Add().Opening);
        Assert.Null(Add().Opening);
    }

    [Fact]
    public void Add_SessionThatIsThereAlready_SaysNothingOfItsOpening()
    {
        _window.StartAt(Position(4), new OpenRequest { Seed = 5 });

        Assert.Null(Add().Opening);
    }

    private InputFrame Add() => _window.Add(Draft, ReplyKey, _answers, isOwn: false);

    private List<(long Sequence, int Part)> Given()
    {
        var given = new List<(long, int)>();
        while (_answers.TryTake(out var output))
        {
            given.Add((output.Sequence, output.Part));
        }

        return given;
    }

    private void StartAt(long sequence) => _window.StartAt(Position(sequence), opening: null);

    private IReadOnlyList<InputFrame>? From(long sequence) => _window.From(sequence, limit: 100);

    private static SessionPosition Position(long sequence) => new("tagger/s", "1", sequence, DurableThrough: sequence - 1, Steps: 0);

    private static OutputFrame Output(long sequence, int part, bool last = true, string? error = null, long durable = -1) => new()
    {
        DurableThrough = durable,
        Session = "tagger/s",
        Sequence = sequence,
        Part = part,
        Last = last,
        Error = error is null ? null : new FrameError(error, "as the test wants it"),
    };
}
