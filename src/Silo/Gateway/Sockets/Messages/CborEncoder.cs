using System.Formats.Cbor;
using System.Runtime.InteropServices;

namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>Messages as CBOR (RFC 8949): keys are numbers, vectors are typed arrays of little-endian 32-bit floats (RFC 8746).</summary>
internal sealed class CborEncoder : IMessageEncoder
{
    private const int FirstBytes = 1_024;

    private readonly CborWriter _cbor = new(CborConformanceMode.Lax, initialCapacity: FirstBytes);
    private byte[] _bytes = new byte[FirstBytes];

    public void Begin()
    {
        _cbor.Reset();
        _cbor.WriteStartMap(definiteLength: null);
    }

    public ReadOnlySpan<byte> End()
    {
        _cbor.WriteEndMap();
        if (_bytes.Length < _cbor.BytesWritten)
        {
            _bytes = new byte[_cbor.BytesWritten];
        }

        return _bytes.AsSpan(0, _cbor.Encode(_bytes));
    }

    public void StartObject(MessageKey? key)
    {
        if (key is { } named)
        {
            Key(named);
        }

        _cbor.WriteStartMap(definiteLength: null);
    }

    public void EndObject() => _cbor.WriteEndMap();

    public void StartArray(MessageKey key, int count)
    {
        Key(key);
        _cbor.WriteStartArray(count);
    }

    public void EndArray() => _cbor.WriteEndArray();

    public void Write(MessageKey key, string value)
    {
        Key(key);
        _cbor.WriteTextString(value);
    }

    public void Write(MessageKey key, long value)
    {
        Key(key);
        _cbor.WriteInt64(value);
    }

    public void Write(MessageKey key, bool value)
    {
        Key(key);
        _cbor.WriteBoolean(value);
    }

    public void Write(MessageKey key, float value)
    {
        Key(key);
        _cbor.WriteSingle(value);
    }

    public void Write(MessageKey key, ReadOnlySpan<float> values)
    {
        Key(key);
        _cbor.WriteTag(CborVector.Tag);
        _cbor.WriteByteString(MemoryMarshal.AsBytes(values));
    }

    private void Key(MessageKey key) => _cbor.WriteInt32((int)key);
}
