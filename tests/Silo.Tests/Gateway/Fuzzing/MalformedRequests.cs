using System.Globalization;
using System.Text;

namespace RnnCluster.Silo.Tests.Gateway.Fuzzing;

/// <summary>Requests that are wrong in every way that comes to mind, as bytes; the same ones for the same seed.</summary>
internal sealed class MalformedRequests(int seed)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "get", "", "G\0T"];

    private static readonly string[] Bodies =
    [
        "", "{", "}", "null", "[]", "0", "\"\"", "{}", "{\"text\":", "{\"text\":null}", "{\"text\":\"a\",\"text\":\"b\"}", "{\"text\":\"\\ud800\"}",
        "{\"ids\":[-1]}", "{\"ids\":[1e99]}", "{\"ids\":[2147483648]}", "{\"ids\":\"x\"}", "{\"features\":[[\"NaN\"]]}", "{\"features\":[[1e400]]}",
        "{\"features\":[]}", "{\"tokens\":[null]}", "{\"tokens\":[\"\"]}", "{\"generate\":-1}", "{\"generate\":2147483647}", "{\"generate\":1,\"topP\":9}",
        "{\"text\":\"a\",\"sequence\":-9}", "{\"text\":\"a\",\"sequence\":9223372036854775807}", "{\"text\":\"a\",\"sequence\":1e3}", "{\"model\":\"\"}",
        "{\"model\":\"sentiment\",\"id\":\"\\u0000\"}", "{\"model\":\"../sentiment\"}", "{\"model\":\"sentiment\",\"seed\":-1}", "{\"name\":\"../..\"}",
        "{\"id\":\"\"}", "{\"name\":null}", new string('[', 500), "\u00ff\u00fe", "{\"text\":\"" + new string('a', 5_000) + "\"}",
    ];

    private static readonly string[] Headers =
    [
        "Content-Type: application/json", "Content-Type: application/octet-stream", "Content-Type: text/plain", "Content-Type: ;;;",
        "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: x", "Transfer-Encoding: chunked", "Transfer-Encoding: x",
        "Authorization: Bearer", "Authorization: Bearer rnn_\u0001", "Authorization: Basic eDp5", "Last-Event-ID: x", "Last-Event-ID: -9.9", "Prefer: respond-async",
        "Prefer: ,,,", "Expect: 100-continue", "Expect: x", "Host: \u0007", "Upgrade: websocket\r\nConnection: Upgrade", "Range: bytes=9-1", ": x", "X", "X: " + new string('x', 9_000),
    ];

    private readonly Random _random = new(seed);

    /// <summary>The next request for one of the routes.</summary>
    /// <param name="routes">Paths as they are mapped, with their places in braces.</param>
    public byte[] Next(IReadOnlyList<string> routes)
    {
        if (_random.Next(20) == 0)
        {
            var noise = new byte[_random.Next(1, 300)];
            _random.NextBytes(noise);
            return [.. noise, .. "\r\n\r\n"u8];
        }

        var body = Any(Bodies);
        var text = new StringBuilder()
            .Append(_random.Next(4) == 0 ? Any(Methods) : _random.Next(2) == 0 ? "POST" : "GET").Append(' ').Append(Path(Any(routes))).Append(Query())
            .Append(_random.Next(20) == 0 ? " HTTP/9.9" : " HTTP/1.1").Append("\r\nHost: localhost\r\nConnection: close\r\n");
        for (var header = _random.Next(3); header > 0; header--)
        {
            text.Append(Any(Headers)).Append("\r\n");
        }

        if (_random.Next(4) > 0)
        {
            text.Append("Content-Type: application/json\r\n");
        }

        // Sometimes less than there is, and the rest is no request.
        var length = _random.Next(8) == 0 ? body.Length / 2 : Encoding.UTF8.GetByteCount(body);
        return Encoding.UTF8.GetBytes(text.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n").Append(body).ToString());
    }

    private string Path(string route)
    {
        var path = route.Replace("{model}", Any(["sentiment", "music", "nix", "", "%00", "..", "%2e%2e", new string('m', 300)]), StringComparison.Ordinal)
            .Replace("{id}", Any(["fuzz", "fuzz", "a", "", "%2F", "%ff", "a%3Ab", "a b", new string('i', 300)]), StringComparison.Ordinal)
            .Replace("{documentName}", Any(["v1", "v2", "%00"]), StringComparison.Ordinal);
        return _random.Next(15) == 0 ? path + "/%zz/" : path;
    }

    private string Query() => _random.Next(3) == 0
        ? "?" + Any(["limit=x", "limit=-1", "limit=99999999999", "after=%00", "model=%ff", "continueSequence=7", "&&==", "after=" + new string('9', 9_000)])
        : "";

    private string Any(IReadOnlyList<string> of) => of[_random.Next(of.Count)];
}
