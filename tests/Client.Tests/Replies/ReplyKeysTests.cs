using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Client.Replies;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Client.Tests.Replies;

public sealed class ReplyKeysTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    public void KeyOf_AnySession_IsOnTheOutputQueueOfTheSameNumber(int queueCount)
    {
        var inputs = new LiveStreamMap(RnnStreams.InputProvider, queueCount);
        var outputs = new LiveStreamMap(RnnStreams.OutputProvider, queueCount);
        var keys = new ReplyKeys("client-a", inputs, outputs);

        var sessions = Enumerable.Range(0, 500).Select(i => new SessionKey("tagger", $"s{i}")).ToList();

        Assert.All(sessions, session => Assert.Equal(
            inputs.NumberOf(RnnStreams.Input(session)), outputs.NumberOf(RnnStreams.Output(keys.KeyOf(session)))));
        Assert.Equal(queueCount, sessions.Select(keys.KeyOf).Distinct().Count());
    }
}
