using System.Text.Json;

namespace RnnCluster.Recurrent.Packages;

/// <summary>
/// Reads the JSON header of a safetensors file: one object that maps each tensor's name to its <c>dtype</c>, <c>shape</c> and
/// <c>data_offsets</c>. Nothing in it is trusted: numbers may overflow, ranges may overlap or lie outside of the file.
/// </summary>
/// <param name="dataBytes">Number of bytes behind the header.</param>
/// <param name="faults">Receives what is wrong.</param>
internal sealed class SafetensorsHeader(long dataBytes, FileFaults faults)
{
    private const string MetadataKey = "__metadata__";

    private readonly Dictionary<string, SafetensorsTensor> _tensors = [];

    /// <summary>The tensors of the header <paramref name="json"/>, in its order, or null when there is a fault.</summary>
    public IReadOnlyDictionary<string, SafetensorsTensor>? Parse(ReadOnlyMemory<byte> json)
    {
        var before = faults.Count;
        try
        {
            using var document = JsonDocument.Parse(json);
            Read(document.RootElement);
        }
        // JsonElement calls a string that is not Unicode an invalid operation.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            faults.Add($"the header is not valid JSON: {exception.Message}");
        }

        if (faults.Count == before)
        {
            CheckRanges();
        }

        return faults.Count == before ? _tensors : null;
    }

    private void Read(JsonElement header)
    {
        if (header.ValueKind != JsonValueKind.Object)
        {
            faults.Add("the header is not a JSON object; it must be one");
            return;
        }

        var names = new HashSet<string>();
        foreach (var property in header.EnumerateObject())
        {
            if (!names.Add(property.Name))
            {
                faults.Add($"tensor {Excerpt.Name(property.Name)} occurs more than once; it must occur once");
            }
            else if (property.Name != MetadataKey && ReadTensor(property.Name, property.Value) is SafetensorsTensor tensor)
            {
                _tensors.Add(property.Name, tensor);
            }
        }
    }

    private SafetensorsTensor? ReadTensor(string name, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("dtype", out var dtype)
            || !entry.TryGetProperty("shape", out var dimensions)
            || !entry.TryGetProperty("data_offsets", out var offsets))
        {
            faults.Add($"tensor {Excerpt.Name(name)}: the entry must be an object with dtype, shape and data_offsets");
            return null;
        }

        var shape = WholeNumbers(dimensions);
        var range = WholeNumbers(offsets);
        if (shape is null || Product(shape) is not long elements)
        {
            faults.Add(
                $"tensor {Excerpt.Name(name)}: shape is {Excerpt.Json(dimensions)}; " +
                "it must be an array of whole numbers from 0 whose product is below 2^60");
            return null;
        }

        if (range is not [long begin, long end])
        {
            faults.Add(
                $"tensor {Excerpt.Name(name)}: data_offsets is {Excerpt.Json(offsets)}; " +
                "it must be two whole numbers from 0");
            return null;
        }

        if (dtype.ValueKind != JsonValueKind.String || Type(dtype.GetString()) is not SafetensorsType type)
        {
            faults.Add($"tensor {Excerpt.Name(name)}: dtype is {Excerpt.Json(dtype)}; it must be \"F32\" or \"BF16\"");
            return null;
        }

        if (end > dataBytes)
        {
            faults.Add(
                $"tensor {Excerpt.Name(name)}: data_offsets is {Excerpt.Json(offsets)}; " +
                $"the file has only {dataBytes} bytes of tensors");
            return null;
        }

        var tensor = new SafetensorsTensor(name, type, shape, elements, begin);
        if (end - begin != elements * tensor.ElementBytes)
        {
            faults.Add(
                $"tensor {Excerpt.Name(name)}: data_offsets is {Excerpt.Json(offsets)}; " +
                $"{type} of shape {Excerpt.Json(dimensions)} takes {elements * tensor.ElementBytes} bytes");
            return null;
        }

        return tensor;
    }

    // The format allows neither overlaps nor holes.
    private void CheckRanges()
    {
        long end = 0;
        var before = "the header";
        foreach (var tensor in _tensors.Values.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            if (tensor.Begin != end)
            {
                faults.Add(
                    $"tensor {Excerpt.Name(tensor.Name)}: begins at {tensor.Begin}; " +
                    $"it must begin at {end}, where {before} ends");
            }

            end = tensor.End;
            before = $"tensor {Excerpt.Name(tensor.Name)}";
        }

        if (end != dataBytes)
        {
            faults.Add($"the file has {dataBytes} bytes of tensors; the tensors of the header end at {end}");
        }
    }

    private static SafetensorsType? Type(string? dtype) => dtype switch
    {
        "F32" => SafetensorsType.F32,
        "BF16" => SafetensorsType.BF16,
        _ => null,
    };

    private static long[]? WholeNumbers(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var numbers = new List<long>();
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number) || number < 0)
            {
                return null;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    // Null when the product is so large that a number of bytes would overflow.
    private static long? Product(long[] shape)
    {
        const long limit = 1L << 60;
        Int128 product = 1;
        foreach (var size in shape)
        {
            product *= size;
            if (product >= limit)
            {
                return null;
            }
        }

        return (long)product;
    }
}
