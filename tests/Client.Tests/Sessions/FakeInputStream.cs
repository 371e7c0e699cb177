using System.Threading.Channels;
using Orleans.Streams;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Tests.Sessions;

/// <summary>An input stream that refuses as often as it is told, holds when it is told, and tells what came.</summary>
internal sealed class FakeInputStream : InputStreamStub
{
    private readonly Channel<IReadOnlyList<long>> _tries = Channel.CreateUnbounded<IReadOnlyList<long>>();

    /// <summary>How many more times the stream refuses.</summary>
    public int Refusals { get; set; }

    /// <summary>What a send waits for after it was seen.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    /// <summary>The sequence numbers of the next try to publish.</summary>
    public Task<IReadOnlyList<long>> NextTryAsync() => _tries.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();

    public override async Task OnNextBatchAsync(IEnumerable<InputFrame> batch, StreamSequenceToken? token = null)
    {
        var refused = Refusals > 0;
        Refusals -= refused ? 1 : 0;
        _tries.Writer.TryWrite([.. batch.Select(frame => frame.Sequence)]);
        await Hold;
        if (refused)
        {
            throw new InvalidOperationException("the queue is full");
        }
    }

    public override Task OnNextAsync(InputFrame item, StreamSequenceToken? token = null) => OnNextBatchAsync([item], token);
}
