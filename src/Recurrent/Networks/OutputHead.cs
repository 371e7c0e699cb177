using System.Numerics.Tensors;
using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Networks;

/// <summary>The linear layer on top, and its activation: <c>logits = h·W + b</c>.</summary>
internal sealed class OutputHead
{
    private readonly IMatrixKernel _kernel;
    private readonly PackedMatrix _weights;
    private readonly AlignedBuffer _bias;
    private readonly OutputActivation _activation;

    public OutputHead(NetworkShape shape, IReadOnlyDictionary<string, float[]> tensors, IMatrixKernel kernel)
    {
        Size = shape.OutputSize;
        Stride = Lanes.Pad(Size);
        _kernel = kernel;
        _activation = shape.Activation;
        _weights = GatePacking.Weights(tensors["head.weight"], shape.Directions * shape.HiddenSize, Size, 0);
        _bias = new AlignedBuffer(Stride);
        tensors["head.bias"].CopyTo(_bias.Span);
    }

    /// <summary>Number of logits.</summary>
    public int Size { get; }

    /// <summary><see cref="Size"/>, padded to whole vectors.</summary>
    public int Stride { get; }

    /// <summary>Logits of <paramref name="rows"/> rows.</summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="hidden"><c>[rows, directions · hidden]</c>.</param>
    /// <param name="logits"><c>[rows, Stride]</c>.</param>
    public void Apply(int rows, RowBlock hidden, RowBlock logits)
    {
        logits.Fill(rows, _bias.Span);
        _kernel.MultiplyAdd(rows, hidden, _weights, logits);
    }

    /// <summary>Applies the activation to one row.</summary>
    /// <param name="logits"><c>[Size]</c>.</param>
    /// <param name="scores"><c>[Size]</c>.</param>
    public void Activate(ReadOnlySpan<float> logits, Span<float> scores)
    {
        switch (_activation)
        {
            case OutputActivation.Softmax:
                Softmax(logits, scores);
                break;
            case OutputActivation.Sigmoid:
                TensorPrimitives.Sigmoid(logits, scores);
                break;
            default:
                logits.CopyTo(scores);
                break;
        }
    }

    /// <summary>Softmax whose sum runs in one fixed order, so that its bits do not depend on the vector width.</summary>
    /// <remarks>The sum is of double precision: over a thousand classes, single precision is off by more than 1e-6.</remarks>
    private static void Softmax(ReadOnlySpan<float> logits, Span<float> scores)
    {
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), scores);
        TensorPrimitives.Exp(scores, scores);
        var sum = 0d;
        foreach (var score in scores[..logits.Length])
        {
            sum += score;
        }

        TensorPrimitives.Divide(scores, (float)sum, scores);
    }
}
