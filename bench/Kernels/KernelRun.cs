using RnnCluster.Kernels.Cases;
using RnnCluster.Kernels.Roofline;
using RnnCluster.Kernels.Steps;
using RnnCluster.Kernels.Timing;

namespace RnnCluster.Kernels;

/// <summary>Measures cases one after the other; of each, both steps and both bounds in turns.</summary>
internal sealed class KernelRun(RunSettings settings)
{
    public IReadOnlyList<CaseResult> Measure(Action<CaseResult> onResult)
    {
        var results = new List<CaseResult>();
        foreach (var @case in settings.Grid.Cases())
        {
            if (results.Count == 0)
            {
                // The first case also warms up what the others share.
                Measure(@case);
            }

            results.Add(Measure(@case));
            onResult(results[^1]);
        }

        return results;
    }

    private CaseResult Measure(StepCase @case)
    {
        var tensors = new StepTensors(@case);
        using var ours = new OurStep(@case, tensors);
        using var onnx = new OnnxStep(@case, tensors);
        using var read = new ReadBandwidth(@case.WeightBytes);
        Agreement.Check(@case, tensors, ours, onnx);
        var seconds = new Turns(settings.Repetitions, settings.Least).MedianSeconds(ours, onnx, new FmaPeak(), read);
        return new CaseResult(@case, seconds[0], seconds[1], FmaPeak.Flops / seconds[2], read.Bytes / seconds[3]);
    }
}
