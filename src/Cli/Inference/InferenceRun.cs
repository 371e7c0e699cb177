using System.Threading.Channels;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Client;

namespace RnnCluster.Cli.Inference;

/// <summary>Runs JSON lines through live sessions: every line a frame, every answer a line, sessions interleaved as they come.</summary>
internal sealed class InferenceRun(
    RnnClient client, string model, bool scores, int window, InferenceWriter writer, CancellationToken cancellation)
{
    private readonly Dictionary<string, InferenceSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Lines read so far.</summary>
    public long Lines { get; private set; }

    /// <summary>Reads <paramref name="input"/> to its end and waits for all answers.</summary>
    public async Task RunAsync(TextReader input)
    {
        while (await input.ReadLineAsync(cancellation) is { } text)
        {
            Lines++;
            if (!string.IsNullOrWhiteSpace(text))
            {
                await SendAsync(text);
            }
        }

        foreach (var session in _sessions.Values)
        {
            session.Complete();
        }

        await Task.WhenAll(_sessions.Values.Select(session => session.Completion));
        writer.Flush();
    }

    private async Task SendAsync(string text)
    {
        InferenceLine line;
        FrameInput? input;
        try
        {
            line = InferenceLine.Parse(text);
            input = line.ToInput();
        }
        catch (FormatException exception)
        {
            writer.Write(new InferenceOutput { Line = Lines, Error = new FrameError("bad-line", exception.Message) });
            return;
        }

        if (!_sessions.TryGetValue(line.Session, out var session))
        {
            _sessions[line.Session] = session = new InferenceSession(client, model, line.Session, window, writer, cancellation);
        }

        try
        {
            await session.SendAsync(input, line.End, line.Scores || scores, cancellation);
        }
        catch (ChannelClosedException)
        {
            writer.Write(new InferenceOutput
            {
                Line = Lines,
                Session = line.Session,
                Error = new FrameError(ErrorCodes.Closed, "the session could not go on; its error is above"),
            });
        }
    }
}
