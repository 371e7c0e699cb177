using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Json;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>Writes the messages to clients. What it gives is valid until it writes again.</summary>
/// <param name="encoder">The form that they have.</param>
internal sealed class SocketWriter(IMessageEncoder encoder)
{
    /// <summary>A part of an answer.</summary>
    /// <param name="session">What the client calls the session.</param>
    /// <param name="output">The part.</param>
    /// <param name="tokenizer">Kind of the model's tokenizer.</param>
    public ReadOnlySpan<byte> Write(string session, OutputFrame output, string tokenizer)
    {
        encoder.Begin();
        encoder.Write(MessageKey.Session, session);
        encoder.Write(MessageKey.Sequence, output.Sequence);
        encoder.Write(MessageKey.Part, output.Part);
        encoder.Write(MessageKey.Last, output.Last);
        if (output.Error is { } error)
        {
            AppendError(error.Code, error.Message, session: null);
        }
        else
        {
            AppendOutputs(output.Outputs);
            if (output.Outputs is [{ Label: null }, ..] && InferenceOutput.IsGenerated(output.Outputs))
            {
                encoder.Write(MessageKey.Text, TokenText.Join(tokenizer, output.Outputs.Select(step => step.Token)));
            }
        }

        if (output.EndOfSequence)
        {
            encoder.Write(MessageKey.End, value: true);
        }

        encoder.Write(MessageKey.DurableThrough, output.DurableThrough);
        return encoder.End();
    }

    /// <summary>The session is open.</summary>
    public ReadOnlySpan<byte> WriteOpened(string session, string model, SessionPosition position)
    {
        encoder.Begin();
        encoder.StartObject(MessageKey.Opened);
        encoder.Write(MessageKey.Session, session);
        encoder.Write(MessageKey.Model, model);
        encoder.Write(MessageKey.Version, position.ModelVersion);
        encoder.Write(MessageKey.Next, position.NextSequence);
        encoder.Write(MessageKey.DurableThrough, position.DurableThrough);
        encoder.EndObject();
        return encoder.End();
    }

    /// <summary>The session is closed.</summary>
    public ReadOnlySpan<byte> WriteClosed(string session)
    {
        encoder.Begin();
        encoder.StartObject(MessageKey.Closed);
        encoder.Write(MessageKey.Session, session);
        encoder.EndObject();
        return encoder.End();
    }

    /// <summary>News of a session.</summary>
    public ReadOnlySpan<byte> WriteNotice(string session, SessionNotice notice)
    {
        encoder.Begin();
        encoder.Write(MessageKey.Session, session);
        encoder.StartObject(MessageKey.Notice);
        encoder.Write(MessageKey.Kind, KindOf(notice.Kind));
        encoder.Write(MessageKey.Message, notice.Message);
        encoder.Write(MessageKey.Next, notice.NextSequence);
        encoder.EndObject();
        return encoder.End();
    }

    /// <summary>What was no frame was refused, or a session cannot go on.</summary>
    public ReadOnlySpan<byte> WriteError(string? session, string code, string message)
    {
        encoder.Begin();
        AppendError(code, message, session);
        return encoder.End();
    }

    private static string KindOf(SessionNoticeKind kind) => kind switch
    {
        SessionNoticeKind.PagedOut => "pagedOut",
        SessionNoticeKind.Closed => "closed",
        _ => "refused",
    };

    private void AppendError(string code, string message, string? session)
    {
        encoder.StartObject(MessageKey.Error);
        encoder.Write(MessageKey.Code, code);
        encoder.Write(MessageKey.Message, message);
        if (session is not null)
        {
            encoder.Write(MessageKey.Session, session);
        }

        encoder.EndObject();
    }

    private void AppendOutputs(StepOutput[] outputs)
    {
        encoder.StartArray(MessageKey.Outputs, outputs.Length);
        foreach (ref readonly var step in outputs.AsSpan())
        {
            Append(in step);
        }

        encoder.EndArray();
    }

    private void Append(in StepOutput step)
    {
        encoder.StartObject(key: null);
        if (step.Token is not null)
        {
            encoder.Write(MessageKey.Token, step.Token);
        }

        if (step.Label is not null)
        {
            encoder.Write(MessageKey.Label, step.Label);
        }

        if (step.Score is { } score)
        {
            encoder.Write(MessageKey.Score, score);
        }

        if (step.Probabilities is not null)
        {
            encoder.Write(MessageKey.Probabilities, step.Probabilities);
        }

        if (step.Features is not null)
        {
            encoder.Write(MessageKey.Features, step.Features);
        }

        encoder.EndObject();
    }
}
