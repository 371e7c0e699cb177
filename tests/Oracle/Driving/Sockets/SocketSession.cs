using System.Text.Json;
using System.Threading.Channels;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Json;
using RnnCluster.Oracle.Frames;

namespace RnnCluster.Oracle.Driving.Sockets;

/// <summary>
/// A session over sockets, as the protocol asks it of a client: numbers the frames, keeps those that are not durable, resumes on every
/// new connection, and sends from where it is told.
/// </summary>
internal sealed class SocketSession : IDrivenSession
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    private readonly SessionPlan _plan;
    private readonly SocketLink _link;
    private readonly long _shownThrough;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _room = new(SessionDriver.Window);
    private readonly Channel<OutputFrame> _outputs = Channel.CreateUnbounded<OutputFrame>();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<(long Sequence, SessionFrame Frame)> _kept = new();
    private long _first = -1;
    private long _next;
    private long _answeredThrough;
    private int _part;
    private int _given;
    private bool _mustOpen;
    private bool _isOpen;
    private bool _isComplete;
    private bool _isClosing;

    public SocketSession(SessionPlan plan, SocketLink link, long answeredThrough, bool isNew)
    {
        _plan = plan;
        _link = link;
        _shownThrough = _answeredThrough = answeredThrough;
        _mustOpen = isNew;
    }

    /// <summary>Its name on the socket.</summary>
    public string Name => _plan.Id;

    /// <summary>Completes when it is open for the first time.</summary>
    public Task Opened => _opened.Task;

    public long NextSequence => _next;

    /// <summary>Asks for the session, on a connection that does not have it.</summary>
    public void Ask()
    {
        lock (_gate)
        {
            _isOpen = false;
            _link.Send(_mustOpen ? SocketFrame.Open(_plan) : SocketFrame.Resume(_plan, _answeredThrough));
        }
    }

    /// <summary>Takes what the gateway says of it.</summary>
    public void Take(JsonElement message)
    {
        lock (_gate)
        {
            if (message.TryGetProperty("opened", out var opened))
            {
                TakeOpened(opened.GetProperty("next").GetInt64());
            }
            else if (message.TryGetProperty("sequence", out _))
            {
                TakeOutput(message.Deserialize(InferenceJson.Default.InferenceOutput)!);
            }
            else if (message.TryGetProperty("closed", out _))
            {
                _closed.TrySetResult();
            }
            else if (message.TryGetProperty("error", out var error))
            {
                TakeError(error.GetProperty("code").GetString()!, error.GetProperty("message").GetString()!);
            }
        }
    }

    public async Task<long> SendAsync(SessionFrame frame)
    {
        if (_next > _shownThrough)
        {
            await _room.WaitAsync();
        }

        lock (_gate)
        {
            var sequence = _next++;
            _kept.Enqueue((sequence, frame));
            if (_isOpen)
            {
                Send(sequence, frame);
            }

            return sequence;
        }
    }

    public void CompleteSending()
    {
        lock (_gate)
        {
            _isComplete = true;
            CompleteIfAnswered();
        }
    }

    public IAsyncEnumerable<OutputFrame> ReadOutputsAsync() => _outputs.Reader.ReadAllAsync();

    public Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
            if (_isOpen)
            {
                _link.Send(SocketFrame.Close(_plan));
            }
        }

        return _closed.Task;
    }

    public ValueTask DisposeAsync()
    {
        _link.Remove(this);
        _link.Send(SocketFrame.Leave(_plan));
        return ValueTask.CompletedTask;
    }

    private void Send(long sequence, SessionFrame frame) => _link.Send(SocketFrame.Of(_plan, sequence, _answeredThrough, frame));

    private void TakeOpened(long next)
    {
        _mustOpen = false;
        if (_first < 0)
        {
            (_first, _next) = (next, next);
        }

        if (next < (_kept.TryPeek(out var oldest) ? oldest.Sequence : _next))
        {
            Fail(new SessionException(ErrorCodes.SessionLost, $"it goes on with frame {next}, which this process has not"));
            return;
        }

        _isOpen = true;
        _part = 0;
        foreach (var (sequence, frame) in _kept.Where(kept => kept.Sequence >= next))
        {
            Send(sequence, frame);
        }

        if (_isClosing)
        {
            // The connection ended before it was told that the session is closed.
            _link.Send(SocketFrame.Close(_plan));
        }

        _opened.TrySetResult();
    }

    private void TakeOutput(InferenceOutput output)
    {
        while (_kept.TryPeek(out var oldest) && oldest.Sequence <= output.DurableThrough)
        {
            _kept.Dequeue();
        }

        var sequence = output.Sequence!.Value;
        if (sequence != _answeredThrough + 1)
        {
            if (sequence > _answeredThrough)
            {
                Fail(new InvalidOperationException($"an answer to frame {sequence} came before that to frame {_answeredThrough + 1}"));
            }

            return;
        }

        TakePart(sequence, output);
    }

    private void TakePart(long sequence, InferenceOutput output)
    {
        if (output.Part != _part++)
        {
            Fail(new InvalidOperationException($"part {output.Part} of the answer to frame {sequence} came in the place of part {_part - 1}"));
            return;
        }

        // After a new connection an answer that broke off comes again from its first part.
        if (output.Part >= _given)
        {
            _given = output.Last == true ? 0 : _part;
            _outputs.Writer.TryWrite(new OutputFrame
            {
                Session = _plan.Key,
                Sequence = sequence,
                Part = output.Part!.Value,
                Last = output.Last!.Value,
                Outputs = [.. output.Outputs ?? []],
                Error = output.Error,
                EndOfSequence = output.End == true,
            });
        }

        if (output.Last == true)
        {
            (_answeredThrough, _part, _given) = (sequence, 0, 0);
            if (sequence >= _first)
            {
                _room.Release();
            }

            CompleteIfAnswered();
        }
    }

    private void TakeError(string code, string message)
    {
        if (code == "not-open")
        {
            // A frame that was on its way when the session ended there; it is asked for again already.
            return;
        }

        _isOpen = false;
        switch (code)
        {
            case ErrorCodes.UnknownSession when _isClosing:
                _closed.TrySetResult();
                break;
            case ErrorCodes.UnknownSession when !_mustOpen:
                // Its silo ended before its first checkpoint: it begins again, and is the same session then.
                _mustOpen = true;
                Ask();
                break;
            case ErrorCodes.SessionLost:
                Ask();
                break;
            case ErrorCodes.SessionExists:
                // It was asked for twice.
                _link.Send(SocketFrame.Leave(_plan));
                Ask();
                break;
            case ErrorCodes.SequenceAhead or ErrorCodes.Duplicate or "bad-frame":
                Fail(new SessionException(code, message));
                break;
            default:
                _ = AskLaterAsync();
                break;
        }
    }

    private async Task AskLaterAsync()
    {
        await Clock.PassAsync(Retry);
        Ask();
    }

    private void Fail(Exception failure)
    {
        _isOpen = false;
        _opened.TrySetException(failure);
        _outputs.Writer.TryComplete(failure);
    }

    private void CompleteIfAnswered()
    {
        if (_isComplete && _answeredThrough >= _next - 1)
        {
            _outputs.Writer.TryComplete();
        }
    }
}
