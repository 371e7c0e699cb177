using System.Buffers;
using System.Text.Json;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Oracle.Frames;

namespace RnnCluster.Oracle.Driving.Sockets;

/// <summary>Messages of the protocol <c>rnn.v1</c>, as a client writes them.</summary>
internal static class SocketFrame
{
    /// <summary>Opens a session.</summary>
    public static byte[] Open(SessionPlan plan) => Write(json =>
    {
        json.WriteStartObject("open");
        json.WriteString("model", plan.Model);
        json.WriteString("session", plan.Id);
        json.WriteNumber("seed", plan.Seed);
        json.WriteString("durability", plan.Durability == SessionDurability.EveryFrame ? "everyFrame" : "interval");
        json.WriteEndObject();
    });

    /// <summary>Goes on with a session.</summary>
    public static byte[] Resume(SessionPlan plan, long answeredThrough) => Write(json =>
    {
        json.WriteStartObject("resume");
        json.WriteString("model", plan.Model);
        json.WriteString("session", plan.Id);
        json.WriteNumber("answeredThrough", answeredThrough);
        json.WriteEndObject();
    });

    /// <summary>Leaves a session to itself.</summary>
    public static byte[] Leave(SessionPlan plan) => Write("leave", plan);

    /// <summary>Ends a session.</summary>
    public static byte[] Close(SessionPlan plan) => Write("close", plan);

    private static byte[] Write(string command, SessionPlan plan) => Write(json =>
    {
        json.WriteStartObject(command);
        json.WriteString("session", plan.Id);
        json.WriteEndObject();
    });

    /// <summary>A frame.</summary>
    public static byte[] Of(SessionPlan plan, long sequence, long answeredThrough, SessionFrame frame) => Write(json =>
    {
        json.WriteString("session", plan.Id);
        json.WriteNumber("sequence", sequence);
        json.WriteNumber("answeredThrough", answeredThrough);
        Write(json, frame.Input);
        json.WriteBoolean("end", frame.End);
        json.WriteBoolean("scores", frame.Scores);
        if (frame.Generation is { } generation)
        {
            Write(json, generation);
        }
    });

    private static void Write(Utf8JsonWriter json, FrameInput? input)
    {
        switch (input)
        {
            case TextInput text:
                json.WriteString("text", text.Text);
                break;
            case TokensInput tokens:
                WriteArray(json, "tokens", tokens.Tokens, json.WriteStringValue);
                break;
            case IdsInput ids:
                WriteArray(json, "ids", ids.Ids, json.WriteNumberValue);
                break;
            case FeaturesInput features:
                WriteArray(json, "features", features.Vectors, vector => Write(json, vector));
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, float[] vector)
    {
        json.WriteStartArray();
        foreach (var value in vector)
        {
            if (float.IsFinite(value))
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteStringValue(float.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
            }
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, GenerationRequest generation)
    {
        json.WriteNumber("generate", generation.Tokens);
        json.WriteNumber("partTokens", generation.PartTokens);
        WriteIf(json, "beams", generation.Beams);
        WriteIf(json, "topK", generation.TopK);
        if (generation.Temperature is { } temperature)
        {
            json.WriteNumber("temperature", temperature);
        }

        if (generation.TopP is { } topP)
        {
            json.WriteNumber("topP", topP);
        }

        if (generation.Seed is { } seed)
        {
            json.WriteNumber("seed", seed);
        }
    }

    private static void WriteIf(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } given)
        {
            json.WriteNumber(name, given);
        }
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, T[] values, Action<T> write)
    {
        json.WriteStartArray(name);
        Array.ForEach(values, write);
        json.WriteEndArray();
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
