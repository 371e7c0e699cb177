using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Recurrent.Tests.Sampling;

public sealed class PhiloxTests
{
    // kat_vectors of Random123 1.14, philox4x32 10.
    public static TheoryData<uint[], uint[], uint[]> KnownAnswers => new()
    {
        { [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
        {
            [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff],
            [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]
        },
        {
            [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0],
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]
        },
    };

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void Block_KnownAnswer_Equal(uint[] counter, uint[] key, uint[] expected)
    {
        (var x0, var x1, var x2, var x3) = Philox.Block((counter[0], counter[1], counter[2], counter[3]), (key[0], key[1]));

        Assert.Equal<uint[]>(expected, [x0, x1, x2, x3]);
    }

    [Fact]
    public void Uniform_FirstBlock_IsItsUpperBits()
    {
        Assert.Equal((0xe169c58d6627e8d5 >> 11) / 9007199254740992.0, Philox.Uniform(0, 0));
    }

    [Fact]
    public void Uniform_ManyPositions_LiesInRangeAndAveragesToHalf()
    {
        double[] values = [.. Enumerable.Range(0, 100_000).Select(position => Philox.Uniform(42, (ulong)position))];

        Assert.All(values, value => Assert.InRange(value, 0, 1 - double.Epsilon));
        Assert.InRange(values.Average(), 0.495, 0.505);
    }
}
