using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RnnCluster.Silo.Gateway.Inference.Running;
using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Gateway.Inference.Http;

/// <summary>Reads requests: JSON, with the elements of tensors in it or behind it.</summary>
internal static class HttpInferReader
{
    /// <summary>The header that says how many bytes the JSON has, when elements are behind it.</summary>
    public const string LengthHeader = "Inference-Header-Content-Length";

    private const string SizeParameter = "binary_data_size";
    private const string BinaryParameter = "binary_data";
    private const string AllBinaryParameter = "binary_data_output";
    private const string Allowed = "a request is an object with inputs, and if wanted id, parameters and outputs";

    /// <summary>Reads a request.</summary>
    /// <param name="model">Name of the model, from the path.</param>
    /// <param name="version">Its version, from the path; null for none.</param>
    /// <param name="headers">The request's headers.</param>
    /// <param name="body">The request's body.</param>
    /// <exception cref="FormatException">It is no such request; the message says what is wrong.</exception>
    public static HttpInferCall Read(string model, string? version, IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        var length = JsonLength(headers, body.Length);
        var json = Parse(body.Span[..length]);
        var parameters = Values(json.Parameters);
        var rest = body[length..];
        var inputs = new List<InferenceTensor>();
        foreach (var input in json.Inputs ?? [])
        {
            inputs.Add(Tensor(input ?? throw new FormatException($"an input is null; {Allowed}"), ref rest));
        }

        if (!rest.IsEmpty)
        {
            throw new FormatException($"there are {rest.Length} bytes behind the elements of all inputs; there must be none");
        }

        var areBinary = parameters.GetValueOrDefault(AllBinaryParameter) is true;
        var outputs = json.Outputs ?? [];
        if (outputs.Contains(null))
        {
            throw new FormatException($"an output is null; {Allowed}");
        }

        return new HttpInferCall(
            new InferenceRequest
            {
                Model = model,
                Version = version,
                Id = json.Id,
                Parameters = InferenceParameters.Read(parameters),
                Inputs = inputs,
                Outputs = [.. outputs.Select(output => output!.Name)],
            },
            name => outputs.FirstOrDefault(output => output!.Name == name) is { Parameters: { } own } && own.TryGetValue(BinaryParameter, out var isBinary)
                ? isBinary.ValueKind == JsonValueKind.True
                : areBinary);
    }

    private static int JsonLength(IHeaderDictionary headers, int bytes)
    {
        if (!headers.TryGetValue(LengthHeader, out var text))
        {
            return bytes;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= bytes ? length : throw new FormatException(
            $"{LengthHeader} is '{InferenceTensor.Short(text.ToString())}'; it must be 0 to {bytes}, the bytes of the body");
    }

    private static HttpInferRequest Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, HttpJson.Default.HttpInferRequest) ?? throw new FormatException($"the request is null; {Allowed}");
        }
        catch (JsonException exception)
        {
            var place = exception.Path is { Length: > 1 } path ? path[2..] : $"byte {exception.BytePositionInLine} of line {exception.LineNumber}";
            throw new FormatException($"{place} is unknown, missing or of the wrong kind; {Allowed}", exception);
        }
    }

    private static InferenceTensor Tensor(HttpInputTensor input, ref ReadOnlyMemory<byte> rest)
    {
        if (!(input.Parameters ?? []).TryGetValue(SizeParameter, out var parameter))
        {
            return input.Data is { } data ? JsonTensor.Read(input.Name, input.Datatype, input.Shape, data) : throw new FormatException(
                $"input {InferenceTensor.Short(input.Name)} has neither data nor {SizeParameter}; it must have one of them");
        }

        if (parameter.ValueKind != JsonValueKind.Number || !parameter.TryGetInt32(out var size) || size < 0 || size > rest.Length)
        {
            throw new FormatException(
                $"{SizeParameter} of input {InferenceTensor.Short(input.Name)} is {InferenceTensor.Short(parameter.GetRawText())}; it must be 0 to {rest.Length}, the bytes that are left");
        }

        var tensor = RawTensor.Read(input.Name, input.Datatype, input.Shape, rest.Span[..size]);
        rest = rest[size..];
        return tensor;
    }

    private static Dictionary<string, object> Values(Dictionary<string, JsonElement>? parameters) =>
        (parameters ?? []).ToDictionary(parameter => parameter.Key, parameter => Value(parameter.Key, parameter.Value), StringComparer.Ordinal);

    private static object Value(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when JsonTensor.TryReadText(value, out var text) => text,
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.Number when value.TryGetUInt64(out var number) => number,
        JsonValueKind.Number => value.GetDouble(),
        _ => throw new FormatException($"parameter '{InferenceTensor.Short(name)}' is {value.ValueKind}; it must be a string, a number, true or false"),
    };
}
