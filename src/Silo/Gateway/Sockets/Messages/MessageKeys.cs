using System.Text.Json;

namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>The names of the keys.</summary>
internal static class MessageKeys
{
    private static readonly JsonEncodedText[] Names =
        [.. Enum.GetValues<MessageKey>().Select(key => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(key.ToString())))];

    /// <summary>What the key is called in JSON.</summary>
    public static JsonEncodedText NameOf(MessageKey key) => Names[(int)key];
}
