using Microsoft.ML.OnnxRuntime;

namespace RnnCluster.LiveStreams.Baseline;

/// <summary>The model in ONNX Runtime: one for all grains of a silo. Thread-safe.</summary>
internal sealed class OnnxLstm(LstmModel model) : IDisposable
{
    private static readonly string[] Inputs = ["token", "h0", "c0"];
    private static readonly string[] Outputs = ["probabilities", "hn", "cn"];

    private readonly long[] _stateShape = [1, 1, model.HiddenSize];
    private readonly RunOptions _run = new();
    private readonly InferenceSession _session = new(OnnxLstmModel.Build(model), Options());

    /// <summary>Length of the recurrent state's two vectors.</summary>
    public int HiddenSize => model.HiddenSize;

    /// <summary>Takes a step: reads a token, replaces the state, and gives the probabilities of the classes.</summary>
    public float[] Step(int token, float[] hidden, float[] cell)
    {
        using var tokenValue = OrtValue.CreateTensorValueFromMemory(new long[] { token }, [1, 1]);
        using var hiddenValue = OrtValue.CreateTensorValueFromMemory(hidden, _stateShape);
        using var cellValue = OrtValue.CreateTensorValueFromMemory(cell, _stateShape);
        using var outputs = _session.Run(_run, Inputs, [tokenValue, hiddenValue, cellValue], Outputs);
        outputs[1].GetTensorDataAsSpan<float>().CopyTo(hidden);
        outputs[2].GetTensorDataAsSpan<float>().CopyTo(cell);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }

    private static SessionOptions Options() => new()
    {
        IntraOpNumThreads = 1,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
    };
}
