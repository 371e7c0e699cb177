namespace RnnCluster.Int8;

/// <summary>The product of one step of an LSTM layer whose input is as long as its state.</summary>
/// <param name="HiddenSize">Length of the state, a multiple of 64.</param>
/// <param name="Batch">Sequences that step at once.</param>
internal sealed record ProductCase(int HiddenSize, int Batch)
{
    private const int Seed = 8;

    private static readonly int[] HiddenSizes = [256, 1_024];
    private static readonly int[] Batches = [1, 4, 16];

    /// <summary>Input and state, one behind the other.</summary>
    public int Inputs => 2 * HiddenSize;

    /// <summary>The four gates.</summary>
    public int Outputs => 4 * HiddenSize;

    public static IEnumerable<ProductCase> All() =>
        from hidden in HiddenSizes from batch in Batches select new ProductCase(hidden, batch);

    /// <summary>Weights in PyTorch's range of <c>±1/√hidden</c>, <c>[outputs, inputs]</c>, and inputs from −1 to 1, <c>[batch, inputs]</c>.</summary>
    public (float[] Weights, float[] Inputs) Numbers()
    {
        var random = new Random(Seed);
        return (Uniform(random, Outputs * Inputs, 1 / MathF.Sqrt(HiddenSize)), Uniform(random, Batch * Inputs, 1));
    }

    public override string ToString() => $"H = {HiddenSize}, B = {Batch}";

    private static float[] Uniform(Random random, int count, float bound)
    {
        var values = new float[count];
        for (var index = 0; index < count; index++)
        {
            values[index] = (2 * random.NextSingle() - 1) * bound;
        }

        return values;
    }
}
