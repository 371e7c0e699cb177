using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>What <c>torch.nn</c> computed, in double precision, from weights that this project reads exactly.</summary>
/// <param name="Shape">The recurrent layers; a head of one zero logit stands on top, as the case has none.</param>
/// <param name="Tensors">The <c>state_dict</c> of <paramref name="Shape"/>.</param>
/// <param name="Steps">Length of the sequences.</param>
/// <param name="Batch">Number of sequences.</param>
/// <param name="Inputs"><c>[time, batch, input]</c>.</param>
/// <param name="Outputs"><c>[time, batch, directions · hidden]</c>.</param>
/// <param name="FirstHidden"><c>h_0</c>, <c>[layers · directions, batch, hidden]</c>.</param>
/// <param name="FirstCell"><c>c_0</c> likewise; empty but for LSTM.</param>
/// <param name="LastHidden"><c>h_n</c> likewise.</param>
/// <param name="LastCell"><c>c_n</c> likewise; empty but for LSTM.</param>
internal sealed record GoldenCase(
    NetworkShape Shape,
    IReadOnlyDictionary<string, float[]> Tensors,
    int Steps,
    int Batch,
    float[] Inputs,
    float[] Outputs,
    float[] FirstHidden,
    float[] FirstCell,
    float[] LastHidden,
    float[] LastCell)
{
    /// <summary>float32 against float64 over five steps of at most two layers of 100: measured below 1e-6.</summary>
    public const float Tolerance = 1e-5f;

    /// <summary>Every case: four cells × one and two layers × one and two directions × five sizes.</summary>
    public static TheoryData<string> Names { get; } =
    [
        .. from cell in new[] { "rnn-tanh", "rnn-relu", "gru", "lstm" }
           from layers in new[] { 1, 2 }
           from direction in new[] { "uni", "bi" }
           from hidden in new[] { 3, 7, 64, 65, 100 }
           select $"{cell}-l{layers}-{direction}-h{hidden}",
    ];

    public static GoldenCase Read(string name)
    {
        var path = Repository.Golden($"{name}.safetensors");
        using var stream = File.OpenRead(path);
        var faults = new PackageFaults(path);
        var file = SafetensorsFile.Open(stream, faults.In(path));
        faults.ThrowIfAny();
        var tensors = file!.Tensors.ToDictionary(entry => entry.Key, entry => file.Read(entry.Value));
        var shape = ReadShape(stream);
        tensors["head.weight"] = new float[shape.Directions * shape.HiddenSize];
        tensors["head.bias"] = new float[1];
        var batch = tensors["h0"].Length / (shape.Layers * shape.Directions * shape.HiddenSize);
        var steps = tensors["input"].Length / (batch * shape.InputSize);
        return new GoldenCase(
            shape,
            tensors,
            steps,
            batch,
            TimeFirst(tensors["input"], batch, steps),
            TimeFirst(tensors["output"], batch, steps),
            tensors["h0"],
            tensors.GetValueOrDefault("c0", []),
            tensors["hn"],
            tensors.GetValueOrDefault("cn", []));
    }

    /// <summary>The sizes, which stand in the metadata of the header.</summary>
    private static NetworkShape ReadShape(FileStream stream)
    {
        stream.Position = 0;
        var length = new byte[sizeof(ulong)];
        stream.ReadExactly(length);
        var header = new byte[BinaryPrimitives.ReadUInt64LittleEndian(length)];
        stream.ReadExactly(header);
        using var json = JsonDocument.Parse(header);
        var metadata = json.RootElement.GetProperty("__metadata__");
        string Text(string key) => metadata.GetProperty(key).GetString()!;
        int Number(string key) => int.Parse(Text(key), CultureInfo.InvariantCulture);
        return new NetworkShape
        {
            Cell = Enum.Parse<CellKind>(Text("cell").Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
            Layers = Number("layers"),
            HiddenSize = Number("hidden"),
            Bidirectional = Text("bidirectional") == "true",
            FeatureSize = Number("input"),
            OutputSize = 1,
            Activation = OutputActivation.None,
        };
    }

    /// <summary><c>[batch, time, …]</c> to <c>[time, batch, …]</c>.</summary>
    private static float[] TimeFirst(float[] values, int batch, int steps)
    {
        var size = values.Length / (batch * steps);
        var turned = new float[values.Length];
        for (var row = 0; row < batch * steps; row++)
        {
            values.AsSpan((row % batch * steps + row / batch) * size, size).CopyTo(turned.AsSpan(row * size));
        }

        return turned;
    }
}
