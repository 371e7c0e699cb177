using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Telemetry;

namespace RnnCluster.Client.Sessions;

/// <summary>The frames of one session on their way: numbered, sent, answered, and sent again when the answer stays away.</summary>
/// <remarks>Thread-safe. An idle one costs a few hundred bytes: what only a busy one needs is made when it is needed.</remarks>
internal sealed partial class SessionFlow : IFrameSource
{
    private readonly RnnClient _client;
    private readonly ISessionGrain _grain;
    private readonly string _replyKey;
    private readonly Lock _gate = new();
    private readonly AnswerWindow _window;
    private AnswerQueue? _outputs;
    private SendLine? _line;
    private FramePublisher? _publisher;
    private SessionException? _failure;
    private long _quietSince;
    private int _freePlaces;
    private int _silentTries;
    private bool _isWatched;
    private bool _isComplete;
    private bool _isEnded;
    private bool _isToldOfLoss;

    /// <summary>The frames of session <paramref name="name"/>, which are answered on the stream <paramref name="replyKey"/>.</summary>
    public SessionFlow(string name, RnnClient client, ISessionGrain grain, string replyKey)
    {
        Name = name;
        _client = client;
        _grain = grain;
        _replyKey = replyKey;
        _window = new AnswerWindow(client.Options);
        _freePlaces = client.Options.SessionFramesLimit;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>Key of the stream that answers come on.</summary>
    public string ReplyKey => _replyKey;

    /// <summary>How long the session tries to reach the cluster.</summary>
    public PublishPatience Patience => _client.Patience;

    /// <summary>The sequence number that the next frame gets.</summary>
    public long NextSequence
    {
        get
        {
            lock (_gate)
            {
                return _window.NextSequence;
            }
        }
    }

    /// <summary>Highest sequence number that a checkpoint covers, as far as the cluster said; −1 for none.</summary>
    public long DurableThrough
    {
        get
        {
            lock (_gate)
            {
                return _window.DurableThrough;
            }
        }
    }

    /// <summary>Whether this stands in the line of <see cref="ClientPlaces"/>, whose lock guards it.</summary>
    public bool IsInLine { get; set; }

    /// <summary>Outputs of the frames that were sent without a queue of their own.</summary>
    public AnswerQueue Outputs
    {
        get
        {
            lock (_gate)
            {
                if (_outputs is null)
                {
                    _outputs = new AnswerQueue(_gate);
                    CompleteOutputs();
                }

                return _outputs;
            }
        }
    }

    /// <summary>A queue for the answer of one frame.</summary>
    public AnswerQueue NewAnswer() => new(_gate);

    /// <summary>Lets frames go to <paramref name="stream"/>, from where the cluster says that the session stands.</summary>
    /// <param name="position">Where it stands.</param>
    /// <param name="stream">The session's input.</param>
    /// <param name="opening">How the session was opened: its first frame says it again.</param>
    /// <exception cref="ObjectDisposedException">The client was disposed while the cluster opened the session.</exception>
    public void Start(SessionPosition position, IAsyncStream<InputFrame> stream, OpenRequest? opening)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, typeof(RnnSession));
            _window.StartAt(position, opening);
            _publisher = new FramePublisher(_gate, this, stream, _client.Patience);
        }
    }

    /// <summary>Sends a frame, or lets it wait in line for room in this session's window and in the client's.</summary>
    /// <param name="draft">The frame.</param>
    /// <param name="own">Where its answer goes; null for <see cref="Outputs"/>.</param>
    /// <param name="cancellation">Ends the wait; then nothing was sent.</param>
    /// <returns>The frame's sequence number.</returns>
    public Task<long> SendAsync(FrameDraft draft, AnswerQueue? own, CancellationToken cancellation) =>
        SendSpan.Start(Name) is { } span ? SendTracedAsync(draft with { Span = span }, own, cancellation) : SendDraftAsync(draft, own, cancellation);

    /// <summary>Lets no frame follow.</summary>
    public void CompleteSending()
    {
        lock (_gate)
        {
            _isComplete = true;
            if (!_isEnded)
            {
                _line?.Refuse(Refusal()!);
            }

            CompleteOutputs();
        }
    }

    /// <summary>Ends the session here.</summary>
    /// <returns>Completes when nothing is under way.</returns>
    public Task StopAsync()
    {
        End(failure: null);
        return _publisher?.StopAsync() ?? Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Fail(SessionException failure) => End(failure);

    private async Task<long> SendTracedAsync(FrameDraft draft, AnswerQueue? own, CancellationToken cancellation)
    {
        try
        {
            return await SendDraftAsync(draft, own, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // It has no number and will have no answer.
            Spans.End(draft.Span!, exception);
            throw;
        }
    }

    private Task<long> SendDraftAsync(FrameDraft draft, AnswerQueue? own, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<long>(cancellation);
        }

        long sequence;
        bool mustSend;
        lock (_gate)
        {
            if (Refusal() is { } refusal)
            {
                return Task.FromException<long>(refusal);
            }

            if (_line is { IsEmpty: false } || _freePlaces <= 0 || !_client.Places.TryTake(this))
            {
                return (_line ??= new SendLine(_gate)).JoinAsync(draft, own, cancellation);
            }

            mustSend = Number(draft, own, out sequence);
        }

        SendIf(mustSend);
        return Task.FromResult(sequence);
    }

    private bool Number(FrameDraft draft, AnswerQueue? own, out long sequence)
    {
        _freePlaces--;
        if (_window.Count == 0)
        {
            Watch();
        }

        var frame = _window.Add(draft, _replyKey, own ?? Outputs, isOwn: own is not null);
        sequence = frame.Sequence;
        return !IsHolding && _publisher!.Take(frame);
    }

    private void Watch()
    {
        _quietSince = _client.Time.GetTimestamp();
        if (!_isWatched)
        {
            _isWatched = true;
            _client.Silence.Join(this);
        }
    }

    private void SendIf(bool mustSend)
    {
        if (mustSend)
        {
            _publisher!.Send();
        }
    }

    private void CompleteOutputs()
    {
        if (_isEnded)
        {
            _outputs?.Complete(_failure);
        }
        else if (_isComplete && _window.Count == 0)
        {
            _outputs?.Complete();
        }
    }

    private void End(SessionException? failure)
    {
        int unanswered;
        lock (_gate)
        {
            if (_isEnded)
            {
                return;
            }

            _isEnded = true;
            _failure = failure;
            unanswered = _window.Clear(failure);
            _line?.Refuse(Refusal()!);
            CompleteOutputs();
        }

        _ = _publisher?.StopAsync();
        _client.Places.GiveBack(unanswered);
        _client.Forget(this);
    }

    /// <summary>Why no frame can be sent; null when one can.</summary>
    private Exception? Refusal() =>
        _isEnded ? _failure ?? (Exception)new ObjectDisposedException(Name)
        : _isComplete ? new InvalidOperationException($"session {Name} was told that no frame follows")
        : null;
}
