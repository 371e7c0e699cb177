using RnnCluster.Abstractions.Frames;
using RnnCluster.Client.Json;
using RnnCluster.Recurrent.Tokenizers;
using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Gateway.Inference.Models;

/// <summary>Makes tensors of what a frame gave out.</summary>
internal static class OutputMapping
{
    /// <summary>The outputs that a request is answered with.</summary>
    /// <param name="model">The model.</param>
    /// <param name="names">Those that the request names; none for all.</param>
    /// <exception cref="FormatException">The model has no output of a name.</exception>
    public static IReadOnlyList<TensorPlace> Wanted(InferenceModel model, IReadOnlyList<string> names) => names.Count == 0
        ? model.Outputs
        : [.. names.Select(name => model.Outputs.FirstOrDefault(output => output.Name == name) ?? throw new FormatException(
            $"the output is '{InferenceTensor.Short(name)}'; model '{model.Summary.Name}' has {string.Join(", ", model.Outputs.Select(output => output.Name))}"))];

    /// <summary>The tensors, with a row for each step that has the value.</summary>
    /// <param name="model">The model.</param>
    /// <param name="wanted">The outputs.</param>
    /// <param name="steps">What the frame gave out.</param>
    public static IReadOnlyList<InferenceTensor> ToTensors(InferenceModel model, IReadOnlyList<TensorPlace> wanted, IReadOnlyList<StepOutput> steps) =>
        [.. wanted.Select(output => ToTensor(model, output, steps))];

    private static InferenceTensor ToTensor(InferenceModel model, TensorPlace output, IReadOnlyList<StepOutput> steps) => output.Name switch
    {
        InferenceModel.Token => Row(output.Name, steps.Select(step => step.Token).OfType<string>().ToArray()),
        InferenceModel.Label => Row(output.Name, steps.Select(step => step.Label).OfType<string>().ToArray()),
        InferenceModel.Score => Scores(output.Name, [.. steps.Select(step => step.Score).OfType<float>()]),
        InferenceModel.Text => InferenceTensor.Of(output.Name, [GeneratedText(model, steps)], 1),
        InferenceModel.Features => Matrix(output.Name, [.. steps.Select(step => step.Features).OfType<float[]>()], model.Summary.FeatureSize),
        _ => Matrix(output.Name, [.. steps.Select(step => step.Probabilities).OfType<float[]>()], emptySize: 0),
    };

    private static InferenceTensor Row(string name, string[] values) => InferenceTensor.Of(name, values, values.Length);

    private static InferenceTensor Scores(string name, float[] values) => InferenceTensor.Of(name, values, values.Length);

    private static InferenceTensor Matrix(string name, float[][] rows, int emptySize) =>
        InferenceTensor.Of(name, rows.SelectMany(row => row).ToArray(), rows.Length, rows.Length > 0 ? rows[0].Length : emptySize);

    private static string GeneratedText(InferenceModel model, IReadOnlyList<StepOutput> steps) => InferenceOutput.IsGenerated(steps)
        ? TokenText.Join(model.Summary.Tokenizer, steps.Select(step => step.Token))
        : "";
}
