using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Abstractions.Tests.Sessions;

public sealed class SessionSeedTests
{
    // The first outputs of SplitMix64, from the reference implementation by Vigna.
    [Theory]
    [InlineData(0UL, 0, 0xE220A8397B1DCDAF)]
    [InlineData(0UL, 1, 0x6E789E6AA1B965F4)]
    [InlineData(0UL, 2, 0x06C45D188009454F)]
    [InlineData(1234567UL, 0, 6457827717110365317)]
    [InlineData(1234567UL, 1, 3203168211198807973)]
    public void Derive_KnownAnswer_Equal(ulong seed, long index, ulong expected)
    {
        Assert.Equal(expected, SessionSeed.Derive(seed, index));
    }

    [Fact]
    public void Derive_ManyIndices_AllDiffer()
    {
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(index => SessionSeed.Derive(7, index)).Distinct().Count());
    }
}
