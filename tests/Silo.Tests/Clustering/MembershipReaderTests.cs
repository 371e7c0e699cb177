using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Silo.Clustering;

namespace RnnCluster.Silo.Tests.Clustering;

public sealed class MembershipReaderTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reader_WhoseTableCannotBeRead_TriesAgainAsSoonAsEver()
    {
        var time = new FakeTimeProvider();
        var membership = new UnreadableMembership();
        using var reader = new MembershipReader(membership, time);
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        reader.Participate(lifecycle);
        await lifecycle.OnStart(Cancellation);

        for (var reading = 0; reading < 50; reading++)
        {
            Assert.Equal(0, membership.Readings.CurrentCount);
            time.Advance(Interval);
            Assert.True(await membership.Readings.WaitAsync(Patience, Cancellation), $"the table was not read for the {reading + 1}th time");
        }

        await lifecycle.OnStop(Cancellation);
        time.Advance(Interval);
        Assert.Equal(0, membership.Readings.CurrentCount);
    }

    private sealed class UnreadableMembership : IClusterMembershipService
    {
        public SemaphoreSlim Readings { get; } = new(0);

        public ClusterMembershipSnapshot CurrentSnapshot => throw new NotSupportedException();

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

        public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default)
        {
            Readings.Release();
            return ValueTask.FromException(new TimeoutException("the table cannot be reached"));
        }

        public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();
    }
}
