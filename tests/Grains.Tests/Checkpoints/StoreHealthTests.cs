using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Grains.Checkpoints;

namespace RnnCluster.Grains.Tests.Checkpoints;

public sealed class StoreHealthTests : ILogger<StoreHealth>
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<(LogLevel Level, string Message)> _lines = [];

    [Fact]
    public void Failed_AgainAndAgain_IsLoggedOnceAndRemembersSinceWhen()
    {
        var health = new StoreHealth(_time, this);
        var since = _time.GetUtcNow();

        health.Failed(new TimeoutException("slow"));
        _time.Advance(TimeSpan.FromSeconds(3));
        health.Failed(new IOException("full"));

        Assert.Equal((since, "full"), (health.FailingSince, health.Reason));
        Assert.Equal([(LogLevel.Error, "The store fails; sessions go on and are stored when it is well again")], _lines);
    }

    [Fact]
    public void Succeeded_AfterFailures_IsLoggedOnceWithTheirNumberAndTime()
    {
        var health = new StoreHealth(_time, this);
        health.Failed(new TimeoutException("slow"));
        health.Failed(new TimeoutException("slow"));
        _time.Advance(TimeSpan.FromSeconds(90));
        _lines.Clear();

        health.Succeeded();
        health.Succeeded();

        Assert.Equal((null, null), (health.FailingSince, health.Reason));
        Assert.Equal([(LogLevel.Information, "The store is well again after 90.0 s and 2 failed operations")], _lines);
    }

    [Fact]
    public void Succeeded_NeverFailed_IsNoNews()
    {
        var health = new StoreHealth(_time, this);

        health.Succeeded();

        Assert.Null(health.FailingSince);
        Assert.Empty(_lines);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add((logLevel, formatter(state, exception)));
}
