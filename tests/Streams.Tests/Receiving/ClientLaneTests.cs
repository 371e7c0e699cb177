using RnnCluster.Streams.Receiving;

namespace RnnCluster.Streams.Tests.Receiving;

public sealed class ClientLaneTests
{
    private readonly System.Threading.Channels.Channel<Call> _calls = System.Threading.Channels.Channel.CreateUnbounded<Call>();
    private readonly ClientLane<int> _lane;

    public ClientLaneTests() => _lane = new ClientLane<int>(deliveries =>
    {
        var call = new Call(deliveries);
        _calls.Writer.TryWrite(call);
        return call.Answer.Task;
    });

    [Fact]
    public async Task DeliverAsync_WhileACallIsUnderWay_TravelInTheNextOneTogether()
    {
        var first = _lane.DeliverAsync(1);
        var call = await NextAsync();
        var later = new[] { _lane.DeliverAsync(2), _lane.DeliverAsync(3) };
        Assert.Equal(0, _calls.Reader.Count);

        call.Answer.SetResult();
        await first;
        var next = await NextAsync();

        Assert.Equal([1], call.Deliveries);
        Assert.Equal([2, 3], next.Deliveries);
        Assert.DoesNotContain(later, delivery => delivery.IsCompleted);
        Assert.False(_lane.IsIdle);
        next.Answer.SetResult();
        await Task.WhenAll(later);
        Assert.True(_lane.IsIdle);
    }

    [Fact]
    public async Task DeliverAsync_CallFails_AllOfItFailAndTheNextGoOn()
    {
        var first = _lane.DeliverAsync(1);
        var call = await NextAsync();
        var together = new[] { _lane.DeliverAsync(2), _lane.DeliverAsync(3) };
        call.Answer.SetResult();
        await first;
        call = await NextAsync();
        var next = _lane.DeliverAsync(4);

        call.Answer.SetException(new TimeoutException("no answer"));

        foreach (var delivery in together)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => delivery);
        }

        (await NextAsync()).Answer.SetResult();
        await next;
    }

    [Fact]
    public async Task DeliverAsync_ManyWait_TravelInSeveralCallsInOrder()
    {
        var all = Enumerable.Range(0, 200).Select(_lane.DeliverAsync).ToList();
        var delivered = new List<int>();
        while (delivered.Count < 200)
        {
            var call = await NextAsync();
            Assert.InRange(call.Deliveries.Count, 1, 64);
            delivered.AddRange(call.Deliveries);
            call.Answer.SetResult();
        }

        Assert.Equal(Enumerable.Range(0, 200), delivered);
        await Task.WhenAll(all);
    }

    private async Task<Call> NextAsync() => await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken);

    private sealed record Call(List<int> Deliveries)
    {
        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
