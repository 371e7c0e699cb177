using RnnCluster.Streams.Queues;

namespace RnnCluster.Streams.Tests.Queues;

public sealed class QueueKeyTests
{
    [Theory]
    [InlineData("input", 0)]
    [InlineData("a/b", 1_023)]
    public void Parse_WhatToStringWrote_IsTheSame(string provider, int number)
    {
        var key = new QueueKey(provider, number);

        Assert.Equal(key, QueueKey.Parse(key.ToString()));
    }
}
