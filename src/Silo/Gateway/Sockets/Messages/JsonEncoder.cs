using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>Messages as JSON; NaN and infinities are strings.</summary>
internal sealed class JsonEncoder : IMessageEncoder, IDisposable
{
    // What is kept for the next message.
    private const int KeptBytes = 64 << 10;
    private const int FirstBytes = 1_024;

    private readonly Utf8JsonWriter _json;
    private ArrayBufferWriter<byte> _buffer = new(FirstBytes);

    public JsonEncoder() =>
        _json = new(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public void Begin()
    {
        if (_buffer.Capacity > KeptBytes)
        {
            _buffer = new(FirstBytes);
        }

        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
    }

    public ReadOnlySpan<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
    }

    public void StartObject(MessageKey? key)
    {
        if (key is { } named)
        {
            _json.WriteStartObject(MessageKeys.NameOf(named));
        }
        else
        {
            _json.WriteStartObject();
        }
    }

    public void EndObject() => _json.WriteEndObject();

    public void StartArray(MessageKey key, int count) => _json.WriteStartArray(MessageKeys.NameOf(key));

    public void EndArray() => _json.WriteEndArray();

    public void Write(MessageKey key, string value) => _json.WriteString(MessageKeys.NameOf(key), value);

    public void Write(MessageKey key, long value) => _json.WriteNumber(MessageKeys.NameOf(key), value);

    public void Write(MessageKey key, bool value) => _json.WriteBoolean(MessageKeys.NameOf(key), value);

    public void Write(MessageKey key, float value)
    {
        _json.WritePropertyName(MessageKeys.NameOf(key));
        Write(value);
    }

    public void Write(MessageKey key, ReadOnlySpan<float> values)
    {
        _json.WriteStartArray(MessageKeys.NameOf(key));
        foreach (var value in values)
        {
            Write(value);
        }

        _json.WriteEndArray();
    }

    public void Dispose() => _json.Dispose();

    private void Write(float value)
    {
        if (float.IsFinite(value))
        {
            _json.WriteNumberValue(value);
        }
        else
        {
            _json.WriteStringValue(float.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
        }
    }
}
