using RnnCluster.Kernels.Cases;

namespace RnnCluster.Kernels.Steps;

/// <summary>That two implementations compute the same.</summary>
internal static class Agreement
{
    /// <summary>Largest absolute difference of an element of the state: each approximates tanh and sigmoid in its way.</summary>
    public const float Tolerance = 1e-4f;

    private const int Steps = 3;

    /// <summary>Runs some steps, both from the same state every time; leaves both at the beginning.</summary>
    /// <exception cref="InvalidOperationException">They differ by more than <see cref="Tolerance"/>.</exception>
    public static void Check(StepCase @case, StepTensors tensors, IStep ours, IStep theirs)
    {
        ours.Reset(tensors.Hidden, tensors.Cell);
        theirs.Reset(tensors.Hidden, tensors.Cell);
        for (var step = 0; step < Steps; step++)
        {
            ours.Repeat(1);
            theirs.Repeat(1);
            Compare(@case, "h", ours.ReadHidden(), theirs.ReadHidden());
            Compare(@case, "c", ours.ReadCell(), theirs.ReadCell());
            theirs.Reset(ours.ReadHidden(), ours.ReadCell());
            ours.Reset(ours.ReadHidden(), ours.ReadCell());
        }

        ours.Reset(tensors.Hidden, tensors.Cell);
        theirs.Reset(tensors.Hidden, tensors.Cell);
    }

    private static void Compare(StepCase @case, string name, float[] ours, float[] theirs)
    {
        for (var index = 0; index < theirs.Length; index++)
        {
            // Written so that NaN fails.
            if (!(Math.Abs(ours[index] - theirs[index]) <= Tolerance))
            {
                throw new InvalidOperationException(
                    $"{@case}: {name}[{index}] is {ours[index]}, in ONNX Runtime {theirs[index]}; it may differ by {Tolerance}.");
            }
        }
    }
}
