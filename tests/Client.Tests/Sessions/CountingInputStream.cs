using Orleans.Streams;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Client.Tests.Sessions;

/// <summary>An input stream that takes everything at once and allocates nothing.</summary>
internal sealed class CountingInputStream : InputStreamStub
{
    public int Count { get; private set; }

    public long Last { get; private set; }

    public override Task OnNextAsync(InputFrame item, StreamSequenceToken? token = null)
    {
        Count++;
        Last = item.Sequence;
        return Task.CompletedTask;
    }

    public override Task OnNextBatchAsync(IEnumerable<InputFrame> batch, StreamSequenceToken? token = null) =>
        throw new NotSupportedException();
}
