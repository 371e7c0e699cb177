using RnnCluster.Abstractions.Frames;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Client.Tests.Sessions;

public sealed class AnswerQueueTests
{
    private readonly AnswerQueue _queue = new(new Lock());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAll_WritesBeforeAndWhileItWaits_ComeInOrderUntilTheEnd()
    {
        Write(0, 3);
        var reading = _queue.ReadAllAsync(Cancellation).Select(output => output.Sequence).ToListAsync(Cancellation).AsTask();
        Assert.False(reading.IsCompleted);
        Write(3, 1);
        Write(4, 5);
        _queue.Complete();
        Write(9, 1);

        Assert.Equal(Enumerable.Range(0, 9).Select(sequence => (long)sequence), await reading);
    }

    [Fact]
    public async Task ReadAll_WriterOnAnotherThread_LosesNothing()
    {
        var writing = Task.Run(
            () =>
            {
                Write(0, 100_000);
                _queue.Complete();
            },
            Cancellation);

        var read = await _queue.ReadAllAsync(Cancellation).Select(output => output.Sequence).ToListAsync(Cancellation);

        await writing;
        Assert.Equal(Enumerable.Range(0, 100_000).Select(sequence => (long)sequence), read);
    }

    [Fact]
    public async Task ReadAll_QueueThatFails_GivesWhatCameBeforeAndThenTheFailure()
    {
        var failure = new InvalidOperationException("lost");
        Write(0, 2);
        _queue.Complete(failure);
        _queue.Complete();
        var read = new List<long>();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var output in _queue.ReadAllAsync(Cancellation))
            {
                read.Add(output.Sequence);
            }
        });

        Assert.Same(failure, thrown);
        Assert.Equal([0, 1], read);
    }

    [Fact]
    public async Task ReadAll_CancelledWhileItWaits_EndsAndLeavesTheQueueToTheNextReader()
    {
        using var cancelling = new CancellationTokenSource();
        var reading = _queue.ReadAllAsync(cancelling.Token).ToListAsync(Cancellation).AsTask();

        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await _queue.ReadAllAsync(cancelling.Token).ToListAsync(Cancellation));

        Write(0, 1);
        _queue.Complete();
        Assert.Single(await _queue.ReadAllAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Wait_SecondReader_IsRefused()
    {
        var first = _queue.WaitAsync(Cancellation).AsTask();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _queue.WaitAsync(Cancellation));
        Write(0, 1);

        Assert.True(await first.WaitAsync(Cancellation));
    }

    [Fact]
    public void WriteAndTake_ReaderThatKeepsUp_AllocatesNothing()
    {
        var output = new OutputFrame { Session = "tagger/s", Sequence = 0 };
        _queue.Write(output);
        Assert.True(_queue.TryTake(out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var taken = 0;
        for (var turn = 0; turn < 1_000; turn++)
        {
            _queue.Write(output);
            taken += _queue.TryTake(out _) ? 1 : 0;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_000, taken);
        Assert.False(_queue.TryTake(out _));
    }

    private void Write(int first, int count)
    {
        for (var sequence = first; sequence < first + count; sequence++)
        {
            _queue.Write(new OutputFrame { Session = "tagger/s", Sequence = sequence });
        }
    }
}
