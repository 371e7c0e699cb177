using System.Text.Encodings.Web;
using System.Text.Json;

namespace RnnCluster.Recurrent.Packages;

/// <summary>What messages show of a package's contents: on one line, and never much of it.</summary>
internal static class Excerpt
{
    private const int ShownCharacters = 64;

    /// <summary>A text in quotation marks, escaped as in JSON.</summary>
    public static string Quote(string text) => $"\"{Escape(text)}\"";

    /// <summary>A tensor's name or a JSON key: as it is, escaped.</summary>
    public static string Name(string name) => name.Length == 0 ? "\"\"" : Escape(name);

    /// <summary>A JSON value.</summary>
    public static string Json(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array when value.GetRawText().Length > ShownCharacters || value.GetRawText().Contains('\n') => "an array",
        _ => Shorten(value.GetRawText()),
    };

    private static string Escape(string text) =>
        JsonEncodedText.Encode(Shorten(text), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    private static string Shorten(string text) => text.Length > ShownCharacters ? $"{text[..ShownCharacters]}…" : text;
}
