using System.Formats.Cbor;

namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>A map of a message that a client sent, as strict as the JSON form: an unknown key is an error.</summary>
internal sealed class CborMap
{
    private readonly Dictionary<MessageKey, object> _values = [];
    private readonly string _place;

    private CborMap(string place) => _place = place;

    /// <summary>The value of a key; null for none.</summary>
    public object? this[MessageKey key] => _values.GetValueOrDefault(key);

    /// <summary>The value of a key that must be there.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public T Require<T>(MessageKey key) =>
        this[key] is T value ? value : throw new FormatException($"{_place} has no {Name(key)}; it must have it");

    /// <summary>Reads a map.</summary>
    /// <param name="cbor">Stands before it.</param>
    /// <param name="place">What it is, for messages.</param>
    /// <param name="readers">What each key that may be there has.</param>
    /// <exception cref="FormatException">It has an unknown key, or a value of the wrong kind.</exception>
    /// <exception cref="CborContentException">It is not CBOR.</exception>
    public static CborMap Read(CborReader cbor, string place, IReadOnlyDictionary<MessageKey, Func<CborReader, object>> readers)
    {
        if (cbor.PeekState() != CborReaderState.StartMap)
        {
            throw new FormatException($"{place} is no map");
        }

        var map = new CborMap(place);
        cbor.ReadStartMap();
        while (cbor.PeekState() != CborReaderState.EndMap)
        {
            map.ReadEntry(cbor, readers);
        }

        cbor.ReadEndMap();
        return map;
    }

    private void ReadEntry(CborReader cbor, IReadOnlyDictionary<MessageKey, Func<CborReader, object>> readers)
    {
        if (cbor.PeekState() != CborReaderState.UnsignedInteger)
        {
            throw new FormatException($"{_place} has a key that is no number");
        }

        var number = cbor.ReadUInt64();
        if (number > int.MaxValue || !readers.TryGetValue((MessageKey)number, out var reader))
        {
            throw new FormatException($"{_place} has the unknown key {number}");
        }

        var key = (MessageKey)number;
        try
        {
            if (cbor.PeekState() == CborReaderState.Null)
            {
                cbor.ReadNull();
            }
            else
            {
                _values.Add(key, reader(cbor));
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or OverflowException)
        {
            throw new FormatException($"{Name(key)} of {_place} has a value of the wrong kind", exception);
        }
    }

    private static string Name(MessageKey key) => $"{MessageKeys.NameOf(key)} (key {(int)key})";
}
