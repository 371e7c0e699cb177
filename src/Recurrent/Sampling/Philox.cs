namespace RnnCluster.Recurrent.Sampling;

/// <summary>
/// Philox4x32-10, a counter-based random generator: a keyed bijection of 128-bit counters, so that any place in the stream is
/// reached at once and a generator's whole state is two numbers. Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
/// easy as 1, 2, 3", SC 2011, https://doi.org/10.1145/2063384.2063405.
/// </summary>
internal static class Philox
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint KeyStep0 = 0x9E3779B9;
    private const uint KeyStep1 = 0xBB67AE85;

    /// <summary>The block of four random words that belongs to a counter under a key.</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Block((uint X0, uint X1, uint X2, uint X3) counter, (uint K0, uint K1) key)
    {
        (var x0, var x1, var x2, var x3) = counter;
        (var k0, var k1) = key;
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * x0;
            var product1 = (ulong)Multiplier1 * x2;
            x0 = (uint)(product1 >> 32) ^ x1 ^ k0;
            x1 = (uint)product1;
            x2 = (uint)(product0 >> 32) ^ x3 ^ k1;
            x3 = (uint)product0;
            k0 += KeyStep0;
            k1 += KeyStep1;
        }

        return (x0, x1, x2, x3);
    }

    /// <summary>A number from 0 up to, never reaching, 1: the 53 upper bits of the block's first two words.</summary>
    public static double Uniform(ulong seed, ulong position)
    {
        (var low, var high, _, _) = Block(((uint)position, (uint)(position >> 32), 0, 0), ((uint)seed, (uint)(seed >> 32)));
        var bits = ((ulong)high << 32) | low;
        return (bits >> 11) * (1.0 / (1UL << 53));
    }
}
