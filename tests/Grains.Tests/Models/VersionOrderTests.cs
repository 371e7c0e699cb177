using RnnCluster.Grains.Models;

namespace RnnCluster.Grains.Tests.Models;

public sealed class VersionOrderTests
{
    private static readonly string[] InOrder =
    [
        "0.9", "1", "1-rc1", "1-rc2", "1-rc10", "1.01", "1.1", "1.1.0", "1.9", "1.10", "2", "10", "10a", "10b2", "10b11", "9999999999999999999999",
        "10000000000000000000000", "a", "b1",
    ];

    [Fact]
    public void Compare_AnyTwo_TellsTheirPlaces()
    {
        for (var i = 0; i < InOrder.Length; i++)
        {
            for (var j = 0; j < InOrder.Length; j++)
            {
                Assert.Equal(Math.Sign(i - j), Math.Sign(VersionOrder.Natural.Compare(InOrder[i], InOrder[j])));
            }
        }
    }

    [Fact]
    public void Compare_Null_IsBeforeAll() => Assert.True(VersionOrder.Natural.Compare(null, "0") < 0);
}
