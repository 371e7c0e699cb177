using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace RnnCluster.LiveStreams.Baseline;

/// <summary>Writes the model as a package that RnnCluster serves.</summary>
internal static class LstmPackage
{
    /// <summary>The model's name.</summary>
    public const string Name = "bench-lstm";

    /// <summary>Writes the package below <paramref name="models"/>.</summary>
    public static void Write(string models, LstmModel model)
    {
        var folder = Directory.CreateDirectory(Path.Combine(models, Name)).FullName;
        File.WriteAllText(Path.Combine(folder, "model.json"), JsonSerializer.Serialize(Manifest(model)));
        File.WriteAllText(Path.Combine(folder, "vocabulary.json"), JsonSerializer.Serialize(LstmModel.Tokens));
        File.WriteAllText(Path.Combine(folder, "labels.json"), JsonSerializer.Serialize(LstmModel.Labels));
        WriteWeights(Path.Combine(folder, "weights.safetensors"), model);
    }

    private static object Manifest(LstmModel model) => new
    {
        name = Name,
        version = "1",
        licence = "MIT",
        topology = "many-to-many",
        cell = "lstm",
        layers = 1,
        hiddenSize = model.HiddenSize,
        input = new { kind = "tokens", vocabularySize = LstmModel.Vocabulary, embeddingSize = LstmModel.EmbeddingSize },
        tokenizer = new { kind = "words", vocabulary = "vocabulary.json" },
        head = new { size = LstmModel.Classes, activation = "softmax", labels = "labels.json" },
    };

    private static void WriteWeights(string path, LstmModel model)
    {
        var tensors = model.Tensors();
        var header = new Dictionary<string, object>();
        var end = 0L;
        foreach (var shape in model.Shape.Tensors())
        {
            var begin = end;
            end += shape.Elements * sizeof(float);
            header.Add(shape.Name, new { dtype = "F32", shape = shape.Dimensions, data_offsets = new[] { begin, end } });
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        using var file = File.Create(path);
        file.Write(length);
        file.Write(json);
        foreach (var shape in model.Shape.Tensors())
        {
            file.Write(MemoryMarshal.AsBytes(tensors[shape.Name].AsSpan()));
        }
    }
}
