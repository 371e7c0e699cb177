using Orleans.Serialization;
using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Tests.Sending;

/// <summary>A door in another process: holds each message until the test answers it.</summary>
internal sealed class FakeDoor(Serializer<List<LiveBatch>> serializer, Serializer<List<QueuePart>> partsSerializer, SiloAddress silo) : ILiveQueueGrain
{
    private readonly System.Threading.Channels.Channel<Message> _messages = System.Threading.Channels.Channel.CreateUnbounded<Message>();

    /// <summary>The next message that knocks.</summary>
    public async Task<Message> NextAsync() => await _messages.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Whether another message knocked.</summary>
    public bool HasNext => _messages.Reader.Count > 0;

    public async Task<SiloAddress> EnqueueAsync(byte[] message)
    {
        await HoldAsync(new Message(serializer.Deserialize(message)!, Parts: null));
        return silo;
    }

    public Task<int[]> EnqueueAllAsync(byte[] message)
    {
        var parts = partsSerializer.Deserialize(message)!;
        return HoldAsync(new Message([.. parts.SelectMany(part => part.Batches)], parts));
    }

    public Task<bool> MoveToAsync(SiloAddress silo) => Task.FromResult(false);

    private Task<int[]> HoldAsync(Message message)
    {
        _messages.Writer.TryWrite(message);
        return message.Refused;
    }

    /// <param name="Batches">All that it brings.</param>
    /// <param name="Parts">What it brings for which queue; null when it is for the door's own queue only.</param>
    internal sealed record Message(List<LiveBatch> Batches, List<QueuePart>? Parts)
    {
        private readonly TaskCompletionSource<int[]> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<int[]> Refused => _answer.Task;

        public IEnumerable<object> Events => Batches.SelectMany(batch => batch.Events);

        public IEnumerable<int> Queues => Parts!.Select(part => part.Queue).Order();

        /// <summary>Answers that all queues have their part, but for some.</summary>
        public void Answer(params int[] refused) => _answer.SetResult(refused);

        public void Fail(Exception exception) => _answer.SetException(exception);
    }
}
