namespace RnnCluster.Kernels.Cases;

/// <summary>Seeded numbers of a case: both sides compute with the same.</summary>
internal sealed class StepTensors
{
    /// <summary>Steps after which the tokens come again: enough that their rows are not all in the nearest cache.</summary>
    public const int TokenSteps = 64;

    private const int Seed = 20;

    public StepTensors(StepCase @case)
    {
        var random = new Random(Seed);
        var stateLength = @case.Batch * @case.HiddenSize;
        var bound = 1 / MathF.Sqrt(@case.HiddenSize);
        Weights = @case.Shape.Tensors().ToDictionary(
            tensor => tensor.Name, tensor => Uniform(random, (int)tensor.Elements, bound));
        Hidden = Uniform(random, stateLength, 1);
        Cell = @case.HasCellState ? Uniform(random, stateLength, 1) : [];
        Inputs = @case.Input == StepInput.Dense ? Uniform(random, @case.Batch * @case.Shape.InputSize, 1) : [];
        Embedding = @case.Input == StepInput.Token ? Uniform(random, StepCase.Vocabulary * @case.Shape.InputSize, 1) : [];
        Tokens = [.. Enumerable.Range(0, TokenSteps).Select(_ => Draw(random, @case.Batch))];
    }

    /// <summary>Weights and biases under PyTorch's names, in its range of <c>±1/√hidden</c>.</summary>
    public IReadOnlyDictionary<string, float[]> Weights { get; }

    /// <summary>The state to begin with, <c>[batch, hidden]</c>.</summary>
    public float[] Hidden { get; }

    /// <summary>Likewise of LSTM cells.</summary>
    public float[] Cell { get; }

    /// <summary><c>[batch, input]</c>; empty for token input.</summary>
    public float[] Inputs { get; }

    /// <summary><c>[vocabulary, input]</c>; empty for dense input.</summary>
    public float[] Embedding { get; }

    /// <summary>The tokens of one step after the other, one a row.</summary>
    public int[][] Tokens { get; }

    private static float[] Uniform(Random random, int count, float bound)
    {
        var values = new float[count];
        for (var index = 0; index < count; index++)
        {
            values[index] = (2 * random.NextSingle() - 1) * bound;
        }

        return values;
    }

    private static int[] Draw(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(StepCase.Vocabulary))];
}
