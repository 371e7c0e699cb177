using CsCheck;
using RnnCluster.Streams.Sending;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Sending;

public sealed class OutgoingMessageTests
{
    private static readonly Dictionary<string, object> Context = new() { ["key"] = "value" };

    [Fact]
    public void Add_SameStreamInARow_IsOneBatch()
    {
        var message = new OutgoingMessage(8);
        message.Add(Batches.A, [1, 2], requestContext: null);
        message.Add(Batches.A, [3], requestContext: null);
        message.Add(Batches.B, [4], requestContext: null);
        message.Add(Batches.A, [5], requestContext: null);

        var part = Assert.Single(message.Parts());
        Assert.Equal([[1, 2, 3], [4], [5]], part.Select(batch => batch.Events));
    }

    [Fact]
    public void Add_RequestContext_StaysWithItsEvents()
    {
        var message = new OutgoingMessage(8);
        message.Add(Batches.A, [1], requestContext: null);
        message.Add(Batches.A, [2], Context);
        message.Add(Batches.A, [3], Context);
        message.Add(Batches.A, [4], requestContext: null);

        Assert.Equal([null, Context, Context, null], Assert.Single(message.Parts()).Select(batch => batch.Context));
    }

    [Fact]
    public void Add_CallersList_IsNotKept()
    {
        var message = new OutgoingMessage(8);
        object[] events = [1];
        message.Add(Batches.A, events, requestContext: null);

        events[0] = 2;

        Assert.Equal([1], Assert.Single(Assert.Single(message.Parts())).Events);
    }

    [Fact]
    public void Parts_AnyCalls_KeepOrderAndLimit() => Gen.Select(Gen.Int[1, 9], Gen.Select(Gen.Int[0, 2], Gen.Int[1, 20], Gen.Bool).Array[1, 20]).Sample(
        (limit, calls) =>
        {
            var message = new OutgoingMessage(limit);
            var next = 0;
            foreach (var (stream, count, hasContext) in calls)
            {
                var events = Enumerable.Range(next, count).Cast<object>().ToList();
                next += count;
                message.Add(Batches.Stream(stream), events, hasContext ? Context : null);
            }

            var parts = message.Parts().ToList();

            Assert.Equal(next, message.Events);
            Assert.All(parts, part => Assert.InRange(part.Sum(batch => batch.Events.Count), 1, limit));
            Assert.Equal(Enumerable.Range(0, next), parts.SelectMany(part => part).SelectMany(batch => batch.Events).Cast<int>());
        },
        iter: 500,
        seed: "0001KHvfAr23");
}
