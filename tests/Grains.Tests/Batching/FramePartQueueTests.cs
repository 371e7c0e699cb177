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

        var first = queue.ReadAsync(Cancellation).AsTask();
        var second = queue.ReadAsync(Cancellation).AsTask();

        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
        Assert.Equal([Part, LastPart], [await first, await second]);
    }

    [Fact]
    public async Task Read_NothingThere_WaitsForTheNextPart()
    {
        var queue = new FramePartQueue();
        for (var round = 0; round < 3; round++)
        {
            var reading = queue.ReadAsync(Cancellation).AsTask();
            Assert.False(reading.IsCompleted);

            queue.Add(Part);

            Assert.Same(Part, await reading);
        }
    }

    [Fact]
    public async Task Read_AfterAFailure_GivesWhatWasThereAndThenFails()
    {
        var queue = new FramePartQueue();
        var failure = new InvalidOperationException("as the test wants it");
        queue.Add(Part);
        queue.Fail(failure);

        Assert.Same(Part, await queue.ReadAsync(Cancellation));
        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => queue.ReadAsync(Cancellation).AsTask()));
    }

    [Fact]
    public async Task Read_FailureWhileItWaits_Fails()
    {
        var queue = new FramePartQueue();
        var reading = queue.ReadAsync(Cancellation).AsTask();

        queue.Fail(new InvalidOperationException("as the test wants it"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => reading);
    }

    [Fact]
    public async Task Read_CancelledBeforeOrWhileItWaits_IsCancelled()
    {
        var queue = new FramePartQueue();
        using var cancelling = new CancellationTokenSource();
        var reading = queue.ReadAsync(cancelling.Token).AsTask();

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.True(queue.ReadAsync(cancelling.Token).AsTask().IsCanceled);
    }
}
