using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Batching;

namespace RnnCluster.Grains.Tests.Batching;

public sealed class FramePartQueueTests
{
    private static readonly FramePart Part = new([], Last: false, EndOfSequence: false);
    private static readonly FramePart LastPart = new([], Last: true, EndOfSequence: false);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_PartsAreThere_GivesThemInOrderWithoutAWait()
    {
        var queue = new FramePartQueue();
        queue.Add(Part);
        queue.Add(LastPart);

        var first = queue.ReadAsync().AsTask();
        var second = queue.ReadAsync().AsTask();

        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
        Assert.Equal([Part, LastPart], [await first, await second]);
    }

    [Fact]
    public async Task Read_NothingThere_WaitsForTheNextPart()
    {
        var queue = new FramePartQueue();
        for (var round = 0; round < 3; round++)
        {
            var reading = queue.ReadAsync().AsTask();
            Assert.False(reading.IsCompleted);

            queue.Add(Part);

            Assert.Equal(Part, await reading);
        }
    }

    [Fact]
    public async Task Read_AfterAFailure_GivesWhatWasThereAndThenFails()
    {
        var queue = new FramePartQueue();
        var failure = new InvalidOperationException("as the test wants it");
        queue.Add(Part);
        queue.Fail(failure);

        Assert.Equal(Part, await queue.ReadAsync());
        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => queue.ReadAsync().AsTask()));
    }

    [Fact]
    public async Task Read_AfterACancellation_IsCancelledAtOnce()
    {
        var queue = new FramePartQueue();
        queue.Add(Part);
        queue.Add(Part);
        queue.Fail(new OperationCanceledException());

        await Assert.ThrowsAsync<OperationCanceledException>(() => queue.ReadAsync().AsTask());
    }

    [Fact]
    public async Task Read_FailureWhileItWaits_Fails()
    {
        var queue = new FramePartQueue();
        var reading = queue.ReadAsync().AsTask();

        queue.Fail(new InvalidOperationException("as the test wants it"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => reading);
    }

    [Fact]
    public async Task Read_PartAfterPartFromAnotherThread_ComesInOrderAndOnce()
    {
        const int parts = 20_000;
        var queue = new FramePartQueue();
        var writing = Task.Run(() =>
        {
            for (var number = 1; number <= parts; number++)
            {
                queue.Add(new FramePart(new StepOutput[1], Last: number == parts, EndOfSequence: number % 2 == 0));
            }
        }, Cancellation);

        for (var number = 1; number <= parts; number++)
        {
            var part = await queue.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
            Assert.Equal((number == parts, number % 2 == 0), (part.Last, part.EndOfSequence));
        }

        await writing;
    }

    [Fact]
    public async Task Read_WhileAPartIsBeingAdded_NeverGetsOneThatIsNotThere()
    {
        const int rounds = 50_000;
        var queue = new FramePartQueue();
        var announced = 0;
        var taken = 0;
        var writing = Task.Run(() =>
        {
            for (var round = 1; round <= rounds; round++)
            {
                Volatile.Write(ref announced, round);
                queue.Add(Part);
                Thread.SpinWait(100);
                queue.Add(LastPart);
                SpinWait.SpinUntil(() => Volatile.Read(ref taken) == round);
            }
        }, Cancellation);

        for (var round = 1; round <= rounds; round++)
        {
            // The first part is taken in the moment it is there, and the next one is waited for at once.
            SpinWait.SpinUntil(() => Volatile.Read(ref announced) == round);
            Thread.SpinWait(round % 32);
            Assert.Equal(Part, await queue.ReadAsync());
            Assert.Equal(LastPart, await queue.ReadAsync());
            Volatile.Write(ref taken, round);
        }

        await writing;
    }

    [Fact]
    public async Task Read_FromAScheduler_ResumesThere()
    {
        var queue = new FramePartQueue();
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var reading = Task.Factory.StartNew(
            async () =>
            {
                await queue.ReadAsync();
                return TaskScheduler.Current;
            },
            Cancellation, TaskCreationOptions.None, scheduler).Unwrap();

        queue.Add(LastPart);

        Assert.Same(scheduler, await reading);
    }
}
