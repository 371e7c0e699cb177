using CsCheck;
using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;
using RnnCluster.Recurrent.Tests.Networks;

namespace RnnCluster.Recurrent.Tests.Cells;

/// <summary>A cell with random weights, and random rows to step it on.</summary>
internal sealed record CellCase(CellKind Kind, int Input, int Hidden, int Seed)
{
    /// <summary>One, either side of a vector, of two and of a panel of columns, and primes.</summary>
    public static int[] AwkwardSizes { get; } = [1, 15, 16, 17, 31, 63, 64, 65, 97, 131];

    public static MatrixTheoryData<CellKind, WeightFormat> KindsAndFormats { get; } =
        new(Enum.GetValues<CellKind>(), Enum.GetValues<WeightFormat>());

    public static Gen<CellCase> Any { get; } = Gen.Select(
        Gen.Enum<CellKind>(), Size, Size, Gen.Int, (kind, input, hidden, seed) => new CellCase(kind, input, hidden, seed));

    private static Gen<int> Size => Gen.Int[0, AwkwardSizes.Length - 1].Select(index => AwkwardSizes[index]);

    public CellWeights Weights
    {
        get
        {
            var shape = RandomNetworks.Shape(Kind, layers: 1, Hidden, Input, outputs: 1);
            return NetworkTensors.Cells(shape, RandomNetworks.Tensors(shape, Seed)).Single();
        }
    }

    public RecurrentCell Create(int vectorBits, WeightFormat format = WeightFormat.Float32) =>
        KernelPaths.OfWidth(vectorBits).CreateCell(Kind, Weights, format);

    /// <summary>The plain loops.</summary>
    public RecurrentCell CreateReference(WeightFormat format = WeightFormat.Float32) => new ReferenceCell(Kind, Weights, format);

    /// <summary>Rows in the middle of their sequences.</summary>
    public CellRow[] Rows(int count) => Rows(count, (random, size) => Numbers.Uniform(random, size, 3), cellBound: 4);

    /// <summary>Rows with inputs of one's own.</summary>
    public CellRow[] Rows(int count, Func<Random, int, float[]> input, float cellBound)
    {
        var random = new Random(Seed);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => new CellRow(
                input(random, Input),
                Numbers.Uniform(random, Hidden, MathF.Min(cellBound, 1)),
                Numbers.Uniform(random, Hidden, cellBound))),
        ];
    }
}
