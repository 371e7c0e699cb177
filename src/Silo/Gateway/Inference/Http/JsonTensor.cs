using System.Text.Json;
using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Gateway.Inference.Http;

/// <summary>The elements of tensors as JSON: strings or numbers, row after row, flat or nested.</summary>
internal static class JsonTensor
{
    private const int DepthLimit = 8;

    /// <summary>Reads a tensor.</summary>
    /// <exception cref="FormatException">The data are not those of such a tensor; the message says how.</exception>
    public static InferenceTensor Read(string name, string datatype, long[] shape, JsonElement data) => datatype switch
    {
        Datatypes.Bytes => InferenceTensor.Of(name, Flat<string>(name, data, "a string", TryReadText), shape),
        Datatypes.Int32 => InferenceTensor.Of(name, Flat<int>(name, data, "a whole number of 32 bits", TryReadInt32), shape),
        Datatypes.Int64 => InferenceTensor.Of(name, Flat<long>(name, data, "a whole number of 64 bits", TryReadInt64), shape),
        Datatypes.Float32 => InferenceTensor.Of(name, Flat<float>(name, data, "a number", TryReadNumber), shape),
        _ => throw RawTensor.Unknown(name, datatype),
    };

    /// <summary>Writes the elements, flat.</summary>
    public static void Write(Utf8JsonWriter writer, InferenceTensor tensor)
    {
        writer.WriteStartArray();
        switch (tensor.Values)
        {
            case string[] texts:
                Array.ForEach(texts, writer.WriteStringValue);
                break;
            case int[] numbers:
                Array.ForEach(numbers, writer.WriteNumberValue);
                break;
            case long[] numbers:
                Array.ForEach(numbers, writer.WriteNumberValue);
                break;
            case float[] numbers:
                Array.ForEach(numbers, writer.WriteNumberValue);
                break;
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads a string.</summary>
    /// <returns>False when it is none, or has what is no text, such as half a pair of surrogates.</returns>
    public static bool TryReadText(JsonElement element, out string value)
    {
        value = "";
        if (element.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            value = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static T[] Flat<T>(string name, JsonElement data, string allowed, TryRead<T> tryRead)
    {
        if (data.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException($"data of {InferenceTensor.Short(name)} is no array; it must be one, flat or nested");
        }

        var values = new List<T>(data.GetArrayLength());
        Add(data, DepthLimit);
        return [.. values];

        void Add(JsonElement array, int depth)
        {
            foreach (var element in array.EnumerateArray())
            {
                if (element.ValueKind == JsonValueKind.Array && depth > 1)
                {
                    Add(element, depth - 1);
                    continue;
                }

                values.Add(tryRead(element, out var value) ? value : throw new FormatException(
                    $"data of {InferenceTensor.Short(name)} has at position {values.Count} what is not {allowed}"));
            }
        }
    }

    private static bool TryReadInt32(JsonElement element, out int value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out value);
    }

    private static bool TryReadInt64(JsonElement element, out long value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out value);
    }

    private static bool TryReadNumber(JsonElement element, out float value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetSingle(out value);
    }

    private delegate bool TryRead<T>(JsonElement element, out T value);
}
