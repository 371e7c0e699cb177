using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RnnCluster.Kernels.Cases;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Kernels.Steps;

/// <summary>
/// The step in ONNX Runtime at its best: one thread that never spins, tensors bound once, in aligned memory that stays put.
/// </summary>
internal sealed unsafe class OnnxStep : IStep
{
    private readonly StepCase _case;
    private readonly StepTensors _tensors;
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new();
    private readonly List<OrtValue> _values = [];
    private readonly Dictionary<string, AlignedBuffer> _buffers = [];
    private readonly int[] _tokens;
    private long _step;

    public OnnxStep(StepCase @case, StepTensors tensors)
    {
        _case = @case;
        _tensors = tensors;
        using var options = Options();
        _session = new InferenceSession(OnnxStepModel.Build(@case, tensors), options);
        _binding = _session.CreateIoBinding();
        _tokens = GC.AllocateArray<int>(@case.Batch, pinned: true);
        foreach (var name in _session.InputNames)
        {
            _binding.BindInput(name, name == "tokens" ? TokensTensor() : Tensor(name));
        }

        foreach (var name in _session.OutputNames)
        {
            _binding.BindOutput(name, Tensor(name));
        }

        if (@case.Input == StepInput.Dense)
        {
            tensors.Inputs.CopyTo(_buffers["x"].Span);
        }
    }

    /// <summary>The release that is measured.</summary>
    public static string Version => OrtEnv.Instance().GetVersionString();

    public void Repeat(long times)
    {
        for (var time = 0L; time < times; time++)
        {
            if (_case.Input == StepInput.Token)
            {
                _tensors.Tokens[_step++ % StepTensors.TokenSteps].CopyTo(_tokens, 0);
            }

            _session.RunWithBinding(_run, _binding);
        }
    }

    public void Reset(ReadOnlySpan<float> hidden, ReadOnlySpan<float> cell)
    {
        hidden.CopyTo(_buffers["h0"].Span);
        if (_case.HasCellState)
        {
            cell.CopyTo(_buffers["c0"].Span);
        }

        _step = 0;
    }

    public float[] ReadHidden() => _buffers["hn"].Span.ToArray();

    public float[] ReadCell() => _case.HasCellState ? _buffers["cn"].Span.ToArray() : [];

    public void Dispose()
    {
        _values.ForEach(value => value.Dispose());
        _binding.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private static SessionOptions Options()
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    /// <summary>A tensor <c>[1, batch, size]</c>; the input is as long as the state.</summary>
    private OrtValue Tensor(string name)
    {
        var buffer = AlignedBuffer.ForRows(_case.Batch, _case.HiddenSize);
        _buffers.Add(name, buffer);
        return Keep(OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [1, _case.Batch, _case.HiddenSize], (nint)buffer.Pointer,
            buffer.Length * sizeof(float)));
    }

    private OrtValue TokensTensor() => Keep(OrtValue.CreateTensorValueFromMemory(_tokens, [1, _case.Batch]));

    private OrtValue Keep(OrtValue value)
    {
        _values.Add(value);
        return value;
    }
}
