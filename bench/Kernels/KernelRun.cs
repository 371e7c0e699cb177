using RnnCluster.Kernels.Cases;
using RnnCluster.Kernels.Roofline;
using RnnCluster.Kernels.Steps;
using RnnCluster.Kernels.Timing;
using RnnCluster.Recurrent.Kernels;

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

    /// <summary>A lone sequence of dense input with each format of the weights: where reading them is all that counts.</summary>
    public IReadOnlyList<FormatResult> MeasureFormats() =>
    [
        .. from cell in settings.Grid.Cells
           from hiddenSize in settings.Grid.HiddenSizes
           select MeasureFormats(new StepCase(cell, StepInput.Dense, WeightFormat.Float32, hiddenSize, Batch: 1)),
    ];

    private FormatResult MeasureFormats(StepCase @case)
    {
        var formats = Enum.GetValues<WeightFormat>();
        OurStep[] steps = [.. formats.Select(format => @case with { Weights = format }).Select(each => new OurStep(each, new StepTensors(each)))];
        var seconds = new Turns(settings.Repetitions, settings.Least).MedianSeconds(steps);
        Array.ForEach(steps, step => step.Dispose());
        return new FormatResult(@case, formats.Zip(seconds).ToDictionary(pair => pair.First, pair => pair.Second));
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
