using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RnnCluster.Silo.Gateway.Inference.Running;
using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Gateway.Inference.Http;

/// <summary>Writes responses: JSON, with the elements of tensors in it or behind it.</summary>
internal static class HttpInferWriter
{
    private const string Binary = "application/octet-stream";
    private const string Json = "application/json";

    // It is read by programs, not as part of a page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with a result.</summary>
    /// <param name="response">The response.</param>
    /// <param name="result">The result.</param>
    /// <param name="isBinary">Whether the elements of the output of a name go behind the JSON.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static async Task WriteAsync(HttpResponse response, InferenceResult result, Func<string, bool> isBinary, CancellationToken cancellation)
    {
        var json = new ArrayBufferWriter<byte>();
        var behind = new List<byte[]>();
        await using (var writer = new Utf8JsonWriter(json, Plain))
        {
            Write(writer, result, isBinary, behind);
        }

        response.ContentType = behind.Count > 0 ? Binary : Json;
        response.ContentLength = json.WrittenCount + behind.Sum(bytes => (long)bytes.Length);
        if (behind.Count > 0)
        {
            response.Headers[HttpInferReader.LengthHeader] = json.WrittenCount.ToString(CultureInfo.InvariantCulture);
        }

        await response.Body.WriteAsync(json.WrittenMemory, cancellation);
        foreach (var bytes in behind)
        {
            await response.Body.WriteAsync(bytes, cancellation);
        }
    }

    private static void Write(Utf8JsonWriter writer, InferenceResult result, Func<string, bool> isBinary, List<byte[]> behind)
    {
        writer.WriteStartObject();
        writer.WriteString("model_name", result.Model);
        writer.WriteString("model_version", result.Version);
        if (result.Id is not null)
        {
            writer.WriteString("id", result.Id);
        }

        writer.WriteStartObject("parameters");
        writer.WriteBoolean(InferenceResult.EndParameter, result.End);
        writer.WriteEndObject();
        writer.WriteStartArray("outputs");
        foreach (var output in result.Outputs)
        {
            Write(writer, output, isBinary(output.Name), behind);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, InferenceTensor output, bool isBinary, List<byte[]> behind)
    {
        writer.WriteStartObject();
        writer.WriteString("name", output.Name);
        writer.WriteString("datatype", output.Datatype);
        writer.WriteStartArray("shape");
        Array.ForEach(output.Shape, writer.WriteNumberValue);
        writer.WriteEndArray();
        if (isBinary)
        {
            var bytes = RawTensor.Write(output);
            behind.Add(bytes);
            writer.WriteStartObject("parameters");
            writer.WriteNumber("binary_data_size", bytes.Length);
            writer.WriteEndObject();
        }
        else
        {
            writer.WritePropertyName("data");
            JsonTensor.Write(writer, output);
        }

        writer.WriteEndObject();
    }
}
