using Microsoft.Extensions.Time.Testing;
using RnnCluster.Cli.Load;

namespace RnnCluster.Cli.Tests.Load;

public sealed class MeasuredTimeTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(10, 5)]
    [InlineData(5, 2)]
    public async Task PassAsync_StoppedAfterTheWarmUp_GivesWhatPassed(double stopSeconds, double measuredSeconds)
    {
        using var stop = new CancellationTokenSource();
        var measured = await StartAsync(stop.Token);

        _clock.Advance(TimeSpan.FromSeconds(3));
        _clock.Advance(TimeSpan.FromSeconds(stopSeconds - 3));
        await stop.CancelAsync();

        Assert.Equal(measuredSeconds, (await measured).Seconds, tolerance: 1e-3);
    }

    [Fact]
    public async Task PassAsync_StoppedInTheWarmUp_MeasuredNothing()
    {
        using var stop = new CancellationTokenSource();
        var measured = await StartAsync(stop.Token);

        _clock.Advance(TimeSpan.FromSeconds(2));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => measured);
    }

    /// <returns>The wait, once it has begun; away from the test's context, so that it goes on while the clock moves.</returns>
    private async Task<Task<MeasuredTime>> StartAsync(CancellationToken stop)
    {
        var window = LoadWindow.BeginningNow(new LoadSettings { Model = "m", WarmUpSeconds = 3, Seconds = 5 }, _clock);
        return await Task.Run(() => Task.FromResult(MeasuredTime.PassAsync(window, _clock, stop)), CancellationToken.None);
    }
}
