using System.Threading.Channels;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Client.Json;

namespace RnnCluster.Cli.Inference;

/// <summary>Runs JSON lines through live sessions: every line a frame, every answer a line, sessions interleaved as they come.</summary>
internal sealed class InferenceRun(
    RnnClient client, ModelSummary model, bool scores, int window, InferenceWriter writer, CancellationToken cancellation)
{
    private readonly Dictionary<string, InferenceSession> _sessions = new(StringComparer.Ordinal);
    private readonly List<Task> _running = [];
    private long _lines;

    /// <summary>Lines read so far.</summary>
    public long Lines => Interlocked.Read(ref _lines);

    /// <summary>Reads <paramref name="input"/> to its end and waits for all answers.</summary>
    /// <exception cref="IOException">An answer could not be written.</exception>
    public async Task RunAsync(TextReader input)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await SendAllAsync(input, stop);
        }
        catch (Exception exception) when (IsSessionFailure(exception))
        {
            // A session failed and stopped the reading, or takes no more lines; its task has the reason.
        }

        foreach (var session in _sessions.Values)
        {
            session.Complete();
        }

        await Task.WhenAll(_running);
        writer.Flush();
    }

    private bool IsSessionFailure(Exception exception) =>
        exception is ChannelClosedException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested);

    private async Task SendAllAsync(TextReader input, CancellationTokenSource stop)
    {
        while (await input.ReadLineAsync(stop.Token) is { } text)
        {
            Interlocked.Increment(ref _lines);
            if (!string.IsNullOrWhiteSpace(text))
            {
                await SendAsync(text, stop);
            }
        }
    }

    private async Task SendAsync(string text, CancellationTokenSource stop)
    {
        InferenceLine line;
        InferenceFrame frame;
        try
        {
            line = InferenceLine.Parse(text);
            frame = new InferenceFrame(line.ToInput(), line.ToGeneration(), line.End, line.Scores || scores);
        }
        catch (FormatException exception)
        {
            writer.Write(new InferenceOutput { Line = Lines, Error = new FrameError("bad-line", exception.Message) });
            return;
        }

        if (!_sessions.TryGetValue(line.Session, out var session))
        {
            _sessions[line.Session] = session = new InferenceSession(client, model, line.Session, window, writer, stop.Token);
            _running.Add(StopOnFailureAsync(session.Completion, stop));
        }

        try
        {
            await session.SendAsync(frame, stop.Token);
        }
        catch (ChannelClosedException exception) when (exception.InnerException is SessionException refusal)
        {
            writer.Write(new InferenceOutput
            {
                Line = Lines,
                Session = line.Session,
                Error = new FrameError(refusal.Code, refusal.Message),
            });
        }
    }

    /// <summary>What a session cannot answer itself, such as a full disk, ends the run.</summary>
    private static async Task StopOnFailureAsync(Task session, CancellationTokenSource stop)
    {
        try
        {
            await session;
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }
}
