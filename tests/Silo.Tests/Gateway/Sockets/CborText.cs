using System.Formats.Cbor;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RnnCluster.Silo.Tests.Gateway.Sockets;

/// <summary>The binary form of messages, from JSON and back, with the numbers of the keys that the documentation gives.</summary>
internal static partial class CborText
{
    private static readonly Dictionary<string, int> Numbers = Key().Matches(File.ReadAllText(Path.Combine(Repository.Docs, "socket.md")))
        .ToDictionary(match => match.Groups["name"].Value, match => int.Parse(match.Groups["number"].ValueSpan), StringComparer.Ordinal);

    private static readonly Dictionary<int, string> Names = Numbers.ToDictionary(each => each.Value, each => each.Key);

    /// <summary>The numbers of the keys.</summary>
    public static IReadOnlyDictionary<string, int> Keys => Numbers;

    public static byte[] Write(string json)
    {
        var cbor = new CborWriter();
        Write(cbor, JsonNode.Parse(json));
        return cbor.Encode();
    }

    public static string Read(byte[] bytes)
    {
        var cbor = new CborReader(bytes);
        var text = Read(cbor)!.ToJsonString();
        Assert.Equal(0, cbor.BytesRemaining);
        return text;
    }

    private static void Write(CborWriter cbor, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                cbor.WriteStartMap(map.Count);
                foreach (var (name, value) in map)
                {
                    cbor.WriteInt32(Numbers.GetValueOrDefault(name, 99));
                    Write(cbor, value);
                }

                cbor.WriteEndMap();
                break;
            case JsonArray array:
                cbor.WriteStartArray(array.Count);
                foreach (var value in array)
                {
                    Write(cbor, value);
                }

                cbor.WriteEndArray();
                break;
            default:
                Write(cbor, node!.GetValue<JsonElement>());
                break;
        }
    }

    private static void Write(CborWriter cbor, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                cbor.WriteTextString(value.GetString()!);
                break;
            case JsonValueKind.Number when value.TryGetInt64(out var whole):
                cbor.WriteInt64(whole);
                break;
            case JsonValueKind.Number:
                cbor.WriteDouble(value.GetDouble());
                break;
            default:
                cbor.WriteBoolean(value.GetBoolean());
                break;
        }
    }

    private static JsonNode? Read(CborReader cbor)
    {
        switch (cbor.PeekState())
        {
            case CborReaderState.StartMap:
                return ReadMap(cbor);
            case CborReaderState.StartArray:
                return ReadArray(cbor);
            case CborReaderState.Tag:
                // A typed array of little-endian 32-bit floats, as RFC 8746 numbers them.
                Assert.Equal(85UL, (ulong)cbor.ReadTag());
                return new JsonArray([.. MemoryMarshal.Cast<byte, float>(cbor.ReadByteString()).ToArray().Select(value => (JsonNode)value)]);
            case CborReaderState.TextString:
                return cbor.ReadTextString();
            case CborReaderState.Boolean:
                return cbor.ReadBoolean();
            case CborReaderState.SinglePrecisionFloat:
                return cbor.ReadSingle();
            default:
                return cbor.ReadInt64();
        }
    }

    private static JsonObject ReadMap(CborReader cbor)
    {
        var map = new JsonObject();
        cbor.ReadStartMap();
        while (cbor.PeekState() != CborReaderState.EndMap)
        {
            map.Add(Names[cbor.ReadInt32()], Read(cbor));
        }

        cbor.ReadEndMap();
        return map;
    }

    private static JsonArray ReadArray(CborReader cbor)
    {
        var array = new JsonArray();
        cbor.ReadStartArray();
        while (cbor.PeekState() != CborReaderState.EndArray)
        {
            array.Add(Read(cbor));
        }

        cbor.ReadEndArray();
        return array;
    }

    [GeneratedRegex(@"(?<number>\d+) `(?<name>\w+)`")]
    private static partial Regex Key();
}
