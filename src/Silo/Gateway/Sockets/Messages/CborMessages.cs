using System.Formats.Cbor;
using System.Text.Json;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>Reads the messages of clients from CBOR.</summary>
internal static class CborMessages
{
    private static readonly Dictionary<string, SessionDurability> Durabilities =
        Enum.GetValues<SessionDurability>().ToDictionary(each => JsonNamingPolicy.CamelCase.ConvertName(each.ToString()), StringComparer.Ordinal);

    private static readonly Dictionary<MessageKey, Func<CborReader, object>> OpenKeys = new()
    {
        [MessageKey.Model] = ReadText,
        [MessageKey.Session] = ReadText,
        [MessageKey.Seed] = static cbor => cbor.ReadUInt64(),
        [MessageKey.Durability] = static cbor => ReadDurability(cbor),
        [MessageKey.Version] = ReadText,
    };

    private static readonly Dictionary<MessageKey, Func<CborReader, object>> ResumeKeys = new()
    {
        [MessageKey.Model] = ReadText,
        [MessageKey.Session] = ReadText,
        [MessageKey.AnsweredThrough] = static cbor => cbor.ReadInt64(),
    };

    private static readonly Dictionary<MessageKey, Func<CborReader, object>> NamedKeys = new() { [MessageKey.Session] = ReadText };

    private static readonly Dictionary<MessageKey, Func<CborReader, object>> Keys = new()
    {
        [MessageKey.Open] = ReadOpen,
        [MessageKey.Resume] = ReadResume,
        [MessageKey.Close] = static cbor => ReadNamed(cbor, "close"),
        [MessageKey.Leave] = static cbor => ReadNamed(cbor, "leave"),
        [MessageKey.Session] = ReadText,
        [MessageKey.Sequence] = static cbor => cbor.ReadInt64(),
        [MessageKey.AnsweredThrough] = static cbor => cbor.ReadInt64(),
        [MessageKey.PartTokens] = static cbor => cbor.ReadInt32(),
        [MessageKey.Text] = ReadText,
        [MessageKey.Tokens] = static cbor => cbor.ReadArray(static each => each.ReadTextString()),
        [MessageKey.Ids] = static cbor => cbor.ReadArray(static each => each.ReadInt32()),
        [MessageKey.Features] = static cbor => cbor.ReadArray(CborVector.Read),
        [MessageKey.End] = static cbor => cbor.ReadBoolean(),
        [MessageKey.Scores] = static cbor => cbor.ReadBoolean(),
        [MessageKey.Generate] = static cbor => cbor.ReadInt32(),
        [MessageKey.Beams] = static cbor => cbor.ReadInt32(),
        [MessageKey.Temperature] = static cbor => CborVector.ReadNumber(cbor),
        [MessageKey.TopK] = static cbor => cbor.ReadInt32(),
        [MessageKey.TopP] = static cbor => CborVector.ReadNumber(cbor),
        [MessageKey.Seed] = static cbor => cbor.ReadUInt64(),
    };

    /// <summary>Reads a message.</summary>
    /// <param name="bytes">The CBOR.</param>
    /// <param name="allowed">What it must be, for the error.</param>
    /// <exception cref="FormatException">It is none; the error says what was found and what is allowed.</exception>
    public static SocketMessage Read(ReadOnlyMemory<byte> bytes, string allowed)
    {
        var cbor = new CborReader(bytes, CborConformanceMode.Strict);
        try
        {
            var message = ToMessage(CborMap.Read(cbor, "the message", Keys));
            return cbor.BytesRemaining == 0 ? message : throw new FormatException($"the message is followed by {cbor.BytesRemaining} bytes");
        }
        catch (FormatException exception)
        {
            throw new FormatException($"{exception.Message}; {allowed}", exception);
        }
        catch (CborContentException exception)
        {
            throw new FormatException($"the message is no CBOR of that form (read to byte {bytes.Length - cbor.BytesRemaining}); {allowed}", exception);
        }
    }

    private static SocketMessage ToMessage(CborMap map) => new()
    {
        Open = (OpenMessage?)map[MessageKey.Open],
        Resume = (ResumeMessage?)map[MessageKey.Resume],
        Close = (NamedMessage?)map[MessageKey.Close],
        Leave = (NamedMessage?)map[MessageKey.Leave],
        Session = (string?)map[MessageKey.Session],
        Sequence = (long?)map[MessageKey.Sequence],
        AnsweredThrough = (long?)map[MessageKey.AnsweredThrough],
        PartTokens = (int?)map[MessageKey.PartTokens],
        Text = (string?)map[MessageKey.Text],
        Tokens = (string[]?)map[MessageKey.Tokens],
        Ids = (int[]?)map[MessageKey.Ids],
        Features = (float[][]?)map[MessageKey.Features],
        End = map[MessageKey.End] is true,
        Scores = map[MessageKey.Scores] is true,
        Generate = (int?)map[MessageKey.Generate],
        Beams = (int?)map[MessageKey.Beams],
        Temperature = (float?)map[MessageKey.Temperature],
        TopK = (int?)map[MessageKey.TopK],
        TopP = (float?)map[MessageKey.TopP],
        Seed = (ulong?)map[MessageKey.Seed],
    };

    private static OpenMessage ReadOpen(CborReader cbor)
    {
        var map = CborMap.Read(cbor, "open", OpenKeys);
        return new()
        {
            Model = map.Require<string>(MessageKey.Model),
            Session = (string?)map[MessageKey.Session],
            Seed = (ulong?)map[MessageKey.Seed],
            Durability = (SessionDurability?)map[MessageKey.Durability] ?? default,
            Version = (string?)map[MessageKey.Version],
        };
    }

    private static ResumeMessage ReadResume(CborReader cbor)
    {
        var map = CborMap.Read(cbor, "resume", ResumeKeys);
        return new()
        {
            Model = map.Require<string>(MessageKey.Model),
            Session = map.Require<string>(MessageKey.Session),
            AnsweredThrough = map.Require<long>(MessageKey.AnsweredThrough),
        };
    }

    private static NamedMessage ReadNamed(CborReader cbor, string place) =>
        new() { Session = CborMap.Read(cbor, place, NamedKeys).Require<string>(MessageKey.Session) };

    private static SessionDurability ReadDurability(CborReader cbor) =>
        cbor.ReadTextString() is var name && Durabilities.TryGetValue(name, out var durability) ? durability : throw new FormatException(
            $"durability of open is {name}; it must be one of {string.Join(", ", Durabilities.Keys)}");

    private static string ReadText(CborReader cbor) => cbor.ReadTextString();
}
