using System.Threading.Channels;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Cli.Inference;

/// <summary>One session of an <c>rnn infer</c>: sends its lines in order and writes a line for every answer.</summary>
internal sealed class InferenceSession
{
    private readonly string _id;
    private readonly InferenceWriter _writer;
    private readonly Channel<(FrameInput? Input, bool End, bool Scores)> _frames;
    private long _lines;

    public InferenceSession(RnnClient client, string model, string id, int window, InferenceWriter writer, CancellationToken cancellation)
    {
        _id = id;
        _writer = writer;
        _frames = Channel.CreateBounded<(FrameInput?, bool, bool)>(new BoundedChannelOptions(window) { SingleReader = true, SingleWriter = true });
        Completion = RunAsync(client, model, cancellation);
    }

    /// <summary>Ends when all lines are answered and the session is closed.</summary>
    public Task Completion { get; }

    /// <summary>Queues a line; waits while <c>--window</c> lines of this session wait.</summary>
    public ValueTask SendAsync(FrameInput? input, bool end, bool scores, CancellationToken cancellation) =>
        _frames.Writer.WriteAsync((input, end, scores), cancellation);

    /// <summary>No more lines.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    private async Task RunAsync(RnnClient client, string model, CancellationToken cancellation)
    {
        RnnSession? session = null;
        try
        {
            session = await client.OpenAsync(model, _id, cancellation: cancellation);
            var sending = SendAllAsync(session, cancellation);
            await WriteAnswersAsync(session, cancellation);
            await sending;
            await session.CloseAsync();
        }
        catch (Exception exception) when (exception is SessionException or ArgumentException)
        {
            var code = (exception as SessionException)?.Code ?? ErrorCodes.BadSessionKey;
            _writer.Write(new InferenceOutput { Session = _id, Sequence = _lines, Error = new FrameError(code, exception.Message) });
            _frames.Writer.TryComplete(exception);
        }
        finally
        {
            if (session is not null)
            {
                await session.DisposeAsync();
            }
        }
    }

    private async Task SendAllAsync(RnnSession session, CancellationToken cancellation)
    {
        var textWaits = false;
        await foreach (var (input, end, scores) in _frames.Reader.ReadAllAsync(cancellation))
        {
            await session.SendAsync(input, end, scores, cancellation);
            _lines++;
            textWaits = input is TextInput && !end;
        }

        // The input is over, so the last word is complete.
        if (textWaits)
        {
            await session.SendAsync(input: null, end: true, cancellation: cancellation);
        }

        session.CompleteSending();
    }

    private async Task WriteAnswersAsync(RnnSession session, CancellationToken cancellation)
    {
        var outputs = new List<StepOutput>();
        await foreach (var part in session.ReadOutputsAsync(cancellation))
        {
            outputs.AddRange(part.Outputs);
            if (part.Last)
            {
                Write(part, outputs, part.Sequence - session.Opened.NextSequence);
                outputs.Clear();
            }
        }
    }

    private void Write(OutputFrame last, List<StepOutput> outputs, long line)
    {
        // The frame that ends the last word is no line of the input: it has a line of output only when it has something to say.
        if (line == Volatile.Read(ref _lines) && outputs.Count == 0 && last.Error is null)
        {
            return;
        }

        _writer.Write(new InferenceOutput
        {
            Session = _id,
            Sequence = last.Sequence,
            Outputs = last.Error is null ? [.. outputs] : null,
            End = last.EndOfSequence ? true : null,
            Error = last.Error,
        });
    }
}
