using CsCheck;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Sessions;

namespace RnnCluster.Grains.Tests.Sessions;

public sealed class SessionInboxTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void Place_ByNumber_TellsWhereAFrameBelongs()
    {
        var inbox = new SessionInbox(nextSequence: 5, framesLimit: 2);

        Assert.Equal(FramePlace.Invalid, inbox.Place(Frame(-1)));
        Assert.Equal(FramePlace.Applied, inbox.Place(Frame(4)));
        Assert.Equal(FramePlace.Next, inbox.Place(Frame(5)));
        Assert.Equal(FramePlace.Gap, inbox.Place(Frame(6)));
        Assert.Equal(FramePlace.Gap, inbox.Place(Frame(long.MaxValue)));

        inbox.Add(Frame(5));
        inbox.Add(Frame(6));
        Assert.Equal(FramePlace.Applied, inbox.Place(Frame(4)));
        Assert.Equal(FramePlace.Waiting, inbox.Place(Frame(5)));
        Assert.Equal(FramePlace.Waiting, inbox.Place(Frame(6)));
        Assert.Equal(FramePlace.Full, inbox.Place(Frame(7)));
        Assert.Equal(FramePlace.Gap, inbox.Place(Frame(8)));
    }

    [Fact]
    public void TryTake_FrameInHand_WaitsUntilTheNextCall()
    {
        var inbox = new SessionInbox(nextSequence: 0, framesLimit: 1);
        inbox.Add(Frame(0));

        Assert.True(inbox.TryTake(out var work));
        Assert.Equal(0, work.Frame!.Sequence);
        Assert.Equal(FramePlace.Waiting, inbox.Place(Frame(0)));
        Assert.Equal(FramePlace.Full, inbox.Place(Frame(1)));

        Assert.Empty(inbox.Waiting);
        Assert.False(inbox.TryTake(out _));
        Assert.Equal(FramePlace.Applied, inbox.Place(Frame(0)));
        Assert.Equal(FramePlace.Next, inbox.Place(Frame(1)));
    }

    [Fact]
    public void Add_Action_TakesNeitherNumberNorRoom()
    {
        var inbox = new SessionInbox(nextSequence: 0, framesLimit: 1);
        inbox.Add(new SessionAction(session => ValueTask.FromResult(session.Position)));
        inbox.Add(new SessionAction(session => ValueTask.FromResult(session.Position)));

        Assert.Equal(0, inbox.NextSequence);
        Assert.Equal(FramePlace.Next, inbox.Place(Frame(0)));
        Assert.True(inbox.TryTake(out _));
        Assert.True(inbox.TryTake(out _));
        Assert.Equal(FramePlace.Next, inbox.Place(Frame(0)));
    }

    [Fact]
    public void Waiting_FramesAndActions_AreTheFramesThatNobodyTook()
    {
        var inbox = new SessionInbox(nextSequence: 0, framesLimit: 8);
        Assert.Empty(inbox.Waiting);
        inbox.Add(new SessionAction(session => ValueTask.FromResult(session.Position)));
        inbox.Add(Frame(0));
        inbox.Add(new SessionAction(session => ValueTask.FromResult(session.Position)));
        inbox.Add(Frame(1));
        inbox.Add(Frame(2));

        Assert.Equal([0, 1, 2], inbox.Waiting.Select(frame => frame.Sequence));
        Assert.True(inbox.TryTake(out _) && inbox.TryTake(out _));
        Assert.Equal([1, 2], inbox.Waiting.Select(frame => frame.Sequence));
    }

    [Fact]
    public void MayAsk_WhileFramesAreMissing_OnceAnIntervalUntilOneComes()
    {
        var time = new FakeTimeProvider();
        var inbox = new SessionInbox(nextSequence: 0, framesLimit: 8);

        Assert.True(inbox.MayAsk(time, Interval));
        Assert.False(inbox.MayAsk(time, Interval));
        time.Advance(Interval - TimeSpan.FromMilliseconds(1));
        Assert.False(inbox.MayAsk(time, Interval));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(inbox.MayAsk(time, Interval));

        inbox.Add(Frame(0));
        Assert.True(inbox.MayAsk(time, Interval));
    }

    [Fact]
    public void Inbox_AnyOrderOfFrames_GivesThemOnceInOrderAndNeverMoreThanItsLimit() =>
        Gen.Select(Gen.Int[0, 12].List[0, 200], Gen.Int[1, 5]).Sample((steps, limit) =>
        {
            var inbox = new SessionInbox(nextSequence: 0, framesLimit: limit);
            var taken = new List<long>();
            var waiting = 0;
            foreach (var step in steps)
            {
                // One in four steps works a frame off, the others offer one, lower and higher than the next.
                if (step % 4 == 3)
                {
                    if (inbox.TryTake(out var work))
                    {
                        taken.Add(work.Frame!.Sequence);
                        waiting--;
                    }
                }
                else if (inbox.Place(Frame(Math.Max(0, inbox.NextSequence + step - 4))) == FramePlace.Next)
                {
                    inbox.Add(Frame(inbox.NextSequence));
                    waiting++;
                }

                Assert.InRange(waiting, 0, limit);
            }

            Assert.Equal(Enumerable.Range(0, taken.Count).Select(number => (long)number), taken);
        }, seed: "0000KqfAKhq1", iter: 200);

    private static InputFrame Frame(long sequence) => new() { Sequence = sequence, End = true };
}
