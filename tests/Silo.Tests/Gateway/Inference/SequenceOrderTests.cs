using RnnCluster.Silo.Gateway.Inference.Running;

namespace RnnCluster.Silo.Tests.Gateway.Inference;

public sealed class SequenceOrderTests
{
    [Fact]
    public async Task RunAsync_OneSequence_WaitsForTheOneBefore()
    {
        var order = new SequenceOrder(limit: 4);
        var first = new TaskCompletionSource<int>();
        var hasBegun = false;
        var before = order.RunAsync("a", () => first.Task);
        var behind = order.RunAsync("a", () => Task.FromResult(hasBegun = true));

        Assert.False(hasBegun);
        Assert.True(await order.RunAsync("b", () => Task.FromResult(true)));
        Assert.True(await order.RunAsync(sequence: null, () => Task.FromResult(true)));
        first.SetResult(1);
        Assert.Equal(1, await before);
        Assert.True(await behind);
    }

    [Fact]
    public async Task RunAsync_BehindAFailure_RunsAllTheSame()
    {
        var order = new SequenceOrder(limit: 4);
        var first = new TaskCompletionSource<int>();
        var before = order.RunAsync("a", () => first.Task);
        var behind = order.RunAsync("a", () => Task.FromResult(2));
        first.SetException(new InvalidOperationException());

        await Assert.ThrowsAsync<InvalidOperationException>(() => before);
        Assert.Equal(2, await behind);
    }

    [Fact]
    public async Task RunAsync_ManySequences_KeepsThoseThatRun()
    {
        var order = new SequenceOrder(limit: 2);
        var first = new TaskCompletionSource<int>();
        var log = new List<string>();
        var before = order.RunAsync("a", () => first.Task);
        for (var sequence = 0; sequence < 100; sequence++)
        {
            await order.RunAsync($"s{sequence}", () => Task.FromResult(0));
        }

        var behind = order.RunAsync("a", () =>
        {
            log.Add("behind");
            return Task.FromResult(0);
        });
        Assert.Empty(log);
        first.SetResult(0);
        await Task.WhenAll(before, behind);
        Assert.Equal(["behind"], log);
    }
}
