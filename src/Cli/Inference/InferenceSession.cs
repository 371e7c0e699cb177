using System.Threading.Channels;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Client.Json;
using RnnCluster.Client.Sessions;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Cli.Inference;

/// <summary>One session of an <c>rnn infer</c>: sends its lines in order and writes a line for every answer.</summary>
internal sealed class InferenceSession
{
    private readonly string _id;
    private readonly string _tokenizer;
    private readonly InferenceWriter _writer;
    private readonly Channel<InferenceFrame> _frames;
    private long _first;
    private long _sent;
    private long _answered;
    private long _endOfInput = -1;

    public InferenceSession(RnnClient client, ModelSummary model, string id, int window, InferenceWriter writer, CancellationToken cancellation)
    {
        _id = id;
        _tokenizer = model.Tokenizer;
        _writer = writer;
        _frames = Channel.CreateBounded<InferenceFrame>(new BoundedChannelOptions(window) { SingleReader = true, SingleWriter = true });
        Completion = RunAsync(client, model.Name, cancellation);
    }

    /// <summary>Ends when all lines are answered and the session is closed.</summary>
    public Task Completion { get; }

    /// <summary>Queues a line; waits while <c>--window</c> lines of this session wait.</summary>
    public ValueTask SendAsync(InferenceFrame frame, CancellationToken cancellation) =>
        _frames.Writer.WriteAsync(frame, cancellation);

    /// <summary>No more lines.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    private async Task RunAsync(RnnClient client, string model, CancellationToken cancellation)
    {
        try
        {
            if (!SessionKey.TryParse($"{model}/{_id}", out _, out var fault))
            {
                throw new SessionException(ErrorCodes.BadSessionKey, fault);
            }

            await using var session = await client.OpenAsync(model, _id, cancellation: cancellation);
            _first = session.Opened.NextSequence;
            var sending = SendAllAsync(session, cancellation);
            try
            {
                await WriteAnswersAsync(session, cancellation);
            }
            finally
            {
                await session.CloseAsync();
            }

            await sending;
        }
        catch (SessionException exception)
        {
            _frames.Writer.TryComplete(exception);
            RefuseRest(new FrameError(exception.Code, exception.Message));
        }
        catch (Exception exception)
        {
            // Whoever waits to queue a line must hear of it.
            _frames.Writer.TryComplete(exception);
            throw;
        }
    }

    private async Task SendAllAsync(RnnSession session, CancellationToken cancellation)
    {
        try
        {
            var isOpen = false;
            await foreach (var (input, generation, end, scores) in _frames.Reader.ReadAllAsync(cancellation))
            {
                await session.SendAsync(input, end, scores, generation, cancellation);
                Interlocked.Increment(ref _sent);
                isOpen = !end && generation is null;
            }

            // The input is over, so its last word and its sequence are complete.
            if (isOpen)
            {
                Volatile.Write(ref _endOfInput, _first + _sent);
                await session.SendAsync(input: null, end: true, cancellation: cancellation);
            }
        }
        finally
        {
            session.CompleteSending();
        }
    }

    private async Task WriteAnswersAsync(RnnSession session, CancellationToken cancellation)
    {
        var outputs = new List<StepOutput>();
        await foreach (var part in session.ReadOutputsAsync(cancellation))
        {
            outputs.AddRange(part.Outputs);
            if (part.Last)
            {
                Write(part, outputs);
                outputs.Clear();
                _answered++;
            }
        }
    }

    /// <summary>The session cannot go on: every line that it has and did not answer gets the error as its answer.</summary>
    private void RefuseRest(FrameError error)
    {
        for (var line = _answered; line < Volatile.Read(ref _sent); line++)
        {
            _writer.Write(new InferenceOutput { Session = _id, Sequence = _first + line, Error = error });
        }

        while (_frames.Reader.TryRead(out _))
        {
            _writer.Write(new InferenceOutput { Session = _id, Error = error });
        }
    }

    private void Write(OutputFrame last, List<StepOutput> outputs)
    {
        // The frame that ends the sequence is no line of the input: it has a line of output only when it has something to say.
        if (outputs.Count == 0 && last.Error is null && last.Sequence == Volatile.Read(ref _endOfInput))
        {
            return;
        }

        _writer.Write(new InferenceOutput
        {
            Session = _id,
            Sequence = last.Sequence,
            Outputs = last.Error is null ? [.. outputs] : null,
            Text = Text(outputs),
            End = last.EndOfSequence ? true : null,
            Error = last.Error,
        });
    }

    /// <summary>What was generated; null when the outputs are no generated tokens.</summary>
    private string? Text(List<StepOutput> outputs) =>
        InferenceOutput.IsGenerated(outputs) ? TokenText.Join(_tokenizer, outputs.Select(output => output.Token)) : null;
}
