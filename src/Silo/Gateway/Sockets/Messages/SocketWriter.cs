using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Json;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>Writes the messages to clients. Each thread has one, so that writing allocates nothing.</summary>
internal sealed class SocketWriter : IDisposable
{
    // What a thread keeps for its next message.
    private const int KeptBytes = 64 << 10;

    [ThreadStatic]
    private static SocketWriter? _ofThread;

    private readonly Utf8JsonWriter _json;
    private ArrayBufferWriter<byte> _buffer = new(1_024);

    private SocketWriter() =>
        _json = new(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>The writer of the current thread. What it gives is valid until the thread writes again.</summary>
    public static SocketWriter OfThread => _ofThread ??= new();

    /// <summary>A part of an answer.</summary>
    /// <param name="session">What the client calls the session.</param>
    /// <param name="output">The part.</param>
    /// <param name="tokenizer">Kind of the model's tokenizer.</param>
    public ReadOnlySpan<byte> Write(string session, OutputFrame output, string tokenizer)
    {
        Begin();
        _json.WriteString("session"u8, session);
        _json.WriteNumber("sequence"u8, output.Sequence);
        _json.WriteNumber("part"u8, output.Part);
        _json.WriteBoolean("last"u8, output.Last);
        if (output.Error is { } error)
        {
            AppendError(error.Code, error.Message, session: null);
        }
        else
        {
            _json.WriteStartArray("outputs"u8);
            foreach (ref readonly var step in output.Outputs.AsSpan())
            {
                Write(in step);
            }

            _json.WriteEndArray();
            if (output.Outputs is [{ Label: null }, ..] && InferenceOutput.IsGenerated(output.Outputs))
            {
                _json.WriteString("text"u8, TokenText.Join(tokenizer, output.Outputs.Select(step => step.Token)));
            }
        }

        if (output.EndOfSequence)
        {
            _json.WriteBoolean("end"u8, true);
        }

        _json.WriteNumber("durableThrough"u8, output.DurableThrough);
        return End();
    }

    /// <summary>The session is open.</summary>
    public ReadOnlySpan<byte> WriteOpened(string session, string model, SessionPosition position)
    {
        Begin();
        _json.WriteStartObject("opened"u8);
        _json.WriteString("session"u8, session);
        _json.WriteString("model"u8, model);
        _json.WriteString("version"u8, position.ModelVersion);
        _json.WriteNumber("next"u8, position.NextSequence);
        _json.WriteNumber("durableThrough"u8, position.DurableThrough);
        _json.WriteEndObject();
        return End();
    }

    /// <summary>The session is closed.</summary>
    public ReadOnlySpan<byte> WriteClosed(string session)
    {
        Begin();
        _json.WriteStartObject("closed"u8);
        _json.WriteString("session"u8, session);
        _json.WriteEndObject();
        return End();
    }

    /// <summary>News of a session.</summary>
    public ReadOnlySpan<byte> WriteNotice(string session, SessionNotice notice)
    {
        Begin();
        _json.WriteString("session"u8, session);
        _json.WriteStartObject("notice"u8);
        _json.WriteString("kind"u8, KindOf(notice.Kind));
        _json.WriteString("message"u8, notice.Message);
        _json.WriteNumber("next"u8, notice.NextSequence);
        _json.WriteEndObject();
        return End();
    }

    /// <summary>What was no frame was refused, or a session cannot go on.</summary>
    public ReadOnlySpan<byte> WriteError(string? session, string code, string message)
    {
        Begin();
        AppendError(code, message, session);
        return End();
    }

    public void Dispose() => _json.Dispose();

    private static ReadOnlySpan<byte> KindOf(SessionNoticeKind kind) => kind switch
    {
        SessionNoticeKind.PagedOut => "pagedOut"u8,
        SessionNoticeKind.Closed => "closed"u8,
        _ => "refused"u8,
    };

    private void Begin()
    {
        if (_buffer.Capacity > KeptBytes)
        {
            _buffer = new(1_024);
        }

        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
    }

    private ReadOnlySpan<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
    }

    private void AppendError(string code, string message, string? session)
    {
        _json.WriteStartObject("error"u8);
        _json.WriteString("code"u8, code);
        _json.WriteString("message"u8, message);
        if (session is not null)
        {
            _json.WriteString("session"u8, session);
        }

        _json.WriteEndObject();
    }

    private void Write(in StepOutput step)
    {
        _json.WriteStartObject();
        if (step.Token is not null)
        {
            _json.WriteString("token"u8, step.Token);
        }

        if (step.Label is not null)
        {
            _json.WriteString("label"u8, step.Label);
        }

        if (step.Score is { } score)
        {
            _json.WritePropertyName("score"u8);
            WriteValue(score);
        }

        WriteValues("probabilities"u8, step.Probabilities);
        WriteValues("features"u8, step.Features);
        _json.WriteEndObject();
    }

    private void WriteValues(ReadOnlySpan<byte> name, float[]? values)
    {
        if (values is null)
        {
            return;
        }

        _json.WriteStartArray(name);
        foreach (var value in values)
        {
            WriteValue(value);
        }

        _json.WriteEndArray();
    }

    private void WriteValue(float value)
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
