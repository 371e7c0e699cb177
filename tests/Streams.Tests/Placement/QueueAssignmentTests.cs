using CsCheck;
using RnnCluster.Streams.Placement;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Placement;

public sealed class QueueAssignmentTests
{
    private static readonly Gen<SiloAddress[]> AnySilos = Gen.Int[1, 60_000].HashSet[1, 12].Select(ports => ports.Select(Silos.Silo).ToArray());

    private static readonly Gen<int> QueueCounts = Gen.Int[1, 128];

    [Fact]
    public void Assign_NoSilos_IsEmpty() => Assert.Empty(QueueAssignment.Assign(16, []));

    [Fact]
    public void Assign_AnySilos_GivesSharesThatDifferByOneAtMost() => Gen.Select(QueueCounts, AnySilos).Sample((count, silos) =>
    {
        var owners = QueueAssignment.Assign(count, silos);

        Assert.Equal(count, owners.Length);
        var loads = silos.Select(silo => owners.Count(silo.Equals)).ToList();
        Assert.InRange(loads.Max() - loads.Min(), 0, 1);
    }, iter: 300, seed: "0001KHvfAr23");

    [Fact]
    public void Assign_SilosInAnotherOrder_IsTheSame() => Gen.Select(QueueCounts, AnySilos, Gen.UInt).Sample((count, silos, seed) =>
    {
        var shuffled = silos.OrderBy(silo => unchecked((uint)silo.GetConsistentHashCode() * (seed | 1))).ToArray();

        Assert.Equal(QueueAssignment.Assign(count, silos), QueueAssignment.Assign(count, shuffled));
    }, iter: 200, seed: "0001KHvfAr23");

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void Assign_OneSiloMore_MovesFewerThanTwiceItsShare(int siloCount)
    {
        const int Queues = 64;
        const int Rounds = 50;

        // A queue that moves may push another one: on average no more than one.
        var moved = Enumerable.Range(0, Rounds).Sum(round =>
        {
            var silos = Enumerable.Range(0, siloCount + 1).Select(number => Silos.Silo(11_111 + (100 * round) + number)).ToArray();
            var before = QueueAssignment.Assign(Queues, silos[..^1]);
            return QueueAssignment.Assign(Queues, silos).Zip(before).Count(pair => !pair.First.Equals(pair.Second));
        });

        Assert.InRange(moved / (double)Rounds, 0, 2.0 * Queues / (siloCount + 1));
    }
}
