using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using RnnCluster.Client.Json;

namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Bodies of requests, whole and within their bounds.</summary>
internal static class RequestBody
{
    /// <summary>Type of a body that is a file.</summary>
    public const string Binary = "application/octet-stream";

    /// <summary>Reads a JSON object.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">What the object is.</param>
    /// <param name="allowed">What it must be, for the message.</param>
    /// <param name="limitBytes">Most bytes; null for the gateway's own bound.</param>
    /// <exception cref="FormatException">It is no such object.</exception>
    /// <exception cref="BadHttpRequestException">It is of another type, or too long.</exception>
    public static async Task<T> ReadJsonAsync<T>(HttpRequest request, JsonTypeInfo<T> type, string allowed, int? limitBytes = null)
        where T : class
    {
        // A page of another site can send other types without being asked.
        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException(
                $"the body is of type '{Shorten(request.ContentType)}'; it must be application/json", StatusCodes.Status415UnsupportedMediaType);
        }

        using var body = await ReadAsync(request, limitBytes);
        return InferenceBody.Read(body.GetBuffer().AsSpan(0, (int)body.Length), type, allowed);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadHttpRequestException">It is of another type, or too long.</exception>
    public static async Task<byte[]> ReadBinaryAsync(HttpRequest request)
    {
        if (request.ContentType != Binary)
        {
            throw new BadHttpRequestException(
                $"the body is of type '{Shorten(request.ContentType)}'; it must be {Binary}", StatusCodes.Status415UnsupportedMediaType);
        }

        using var body = await ReadAsync(request, limitBytes: null);
        return body.ToArray();
    }

    private static async Task<MemoryStream> ReadAsync(HttpRequest request, int? limitBytes)
    {
        var body = new MemoryStream();
        var piece = new byte[16_384];
        int length;
        while ((length = await request.Body.ReadAsync(piece, request.HttpContext.RequestAborted)) > 0)
        {
            body.Write(piece.AsSpan(0, length));
            if (body.Length > limitBytes)
            {
                throw new BadHttpRequestException($"the body has more than {limitBytes} bytes, which the key may send", StatusCodes.Status413PayloadTooLarge);
            }
        }

        return body;
    }

    private static string Shorten(string? text) => text is null ? "" : text.Length <= 64 ? text : text[..64] + "…";
}
