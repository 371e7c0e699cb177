using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

/// <summary>A live session, seen from its client: numbers the frames, sends them, and gives every output once and in order.</summary>
/// <remarks>Thread-safe for senders; outputs have one reader.</remarks>
public sealed class RnnSession : IAsyncDisposable
{
    private readonly string _name;
    private readonly RnnClient _client;
    private readonly ISessionGrain _grain;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RnnClientOptions _options;
    private readonly Lock _gate = new();
    private readonly AnswerWindow _window = new();
    private readonly SemaphoreSlim _unread;
    private readonly CancellationTokenSource _ended = new();
    private readonly Channel<OutputFrame> _outputs = Channel.CreateUnbounded<OutputFrame>(new() { SingleReader = true });
    private FramePublisher _publisher = null!;
    private long _lastHeard;
    private int _silentTries;
    private SessionException? _failure;
    private bool _isEnded;
    private bool _isComplete;

    internal RnnSession(
        SessionKey key, RnnClient client, ISessionGrain grain, RnnClientOptions options, TimeProvider time, ILogger logger)
    {
        Key = key;
        _name = key.ToString();
        _client = client;
        _grain = grain;
        _options = options;
        _time = time;
        _logger = logger;
        _unread = new SemaphoreSlim(options.SessionFramesLimit, options.SessionFramesLimit);
    }

    /// <summary>The session's key in the cluster.</summary>
    public SessionKey Key { get; }

    /// <summary>Where the session stood when it was opened.</summary>
    public SessionPosition Opened { get; private set; } = null!;

    /// <summary>Sends a frame; its outputs come with <see cref="ReadOutputsAsync"/>. Waits while too many frames are under way.</summary>
    /// <param name="input">What the network reads; null to send only the end.</param>
    /// <param name="end">Whether the sequence ends with this frame.</param>
    /// <param name="scores">Whether outputs carry all probabilities.</param>
    /// <param name="generation">What the session generates after reading; null for nothing, or for what the end of a source asks for.</param>
    /// <param name="cancellation">Ends the wait; then nothing was sent.</param>
    /// <returns>The frame's sequence number.</returns>
    /// <exception cref="SessionException">The session is lost.</exception>
    /// <exception cref="ObjectDisposedException">The session was closed or disposed here.</exception>
    public Task<long> SendAsync(
        FrameInput? input,
        bool end = false,
        bool scores = false,
        GenerationRequest? generation = null,
        CancellationToken cancellation = default) => SendAsync(
            new InputFrame { Sequence = 0, Input = input, Generation = generation, End = end, Scores = scores },
            _outputs.Writer,
            isOwn: false,
            cancellation);

    /// <summary>Says that no frame follows: <see cref="ReadOutputsAsync"/> ends with the last answer.</summary>
    public void CompleteSending()
    {
        lock (_gate)
        {
            _isComplete = true;
            CompleteWhenAnswered();
        }
    }

    /// <summary>
    /// All outputs of the frames sent by <see cref="SendAsync(FrameInput?, bool, bool, GenerationRequest?, CancellationToken)"/>, until the session is
    /// closed or, after <see cref="CompleteSending"/>, all frames are answered.
    /// </summary>
    /// <exception cref="SessionException">The session is lost; outputs before that were given.</exception>
    public async IAsyncEnumerable<OutputFrame> ReadOutputsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var output in _outputs.Reader.ReadAllAsync(cancellation))
        {
            if (output.Last)
            {
                _unread.Release();
            }

            yield return output;
        }
    }

    /// <summary>Lets the session generate, and gives the parts as they come.</summary>
    /// <param name="request">How much and how to sample.</param>
    /// <param name="prompt">What the network reads first; null to go on from where it stands.</param>
    /// <param name="cancellation">Ends the wait for parts. What was asked for is generated all the same: the session's state must not
    /// depend on when a reader left. <see cref="CloseAsync"/> stops it.</param>
    /// <exception cref="SessionException">The session is lost.</exception>
    public async IAsyncEnumerable<OutputFrame> GenerateAsync(
        GenerationRequest request, FrameInput? prompt = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var frame = new InputFrame { Sequence = 0, Input = prompt, Generation = request };
        await foreach (var part in AnswerAsync(frame, cancellation))
        {
            yield return part;
        }
    }

    /// <summary>Sends a frame and waits for its answer.</summary>
    /// <returns>The outputs of all its steps.</returns>
    /// <exception cref="SessionException">The frame was answered with an error, or the session is lost.</exception>
    public async Task<IReadOnlyList<StepOutput>> AskAsync(
        FrameInput input,
        bool end = false,
        bool scores = false,
        GenerationRequest? generation = null,
        CancellationToken cancellation = default)
    {
        var outputs = new List<StepOutput>();
        var frame = new InputFrame { Sequence = 0, Input = input, Generation = generation, End = end, Scores = scores };
        await foreach (var part in AnswerAsync(frame, cancellation))
        {
            if (part.Error is { } error)
            {
                throw new SessionException(error.Code, error.Message);
            }

            outputs.AddRange(part.Outputs);
        }

        return outputs;
    }

    /// <summary>Where the session stands in the cluster, after the frames that it has.</summary>
    public Task<SessionPosition> GetPositionAsync() => _grain.GetPositionAsync();

    /// <summary>Back to the start of a sequence, after the frames that the cluster has; sequence numbers go on.</summary>
    public Task<SessionPosition> ResetAsync() => _grain.ResetAsync();

    /// <summary>Ends the session in the cluster and here; work that runs is stopped.</summary>
    public async Task CloseAsync()
    {
        await DisposeAsync();
        await _grain.CloseAsync();
    }

    /// <summary>Stops sending and receiving here. The session lives on in the cluster and can be opened again.</summary>
    public async ValueTask DisposeAsync()
    {
        End(failure: null);
        if (_publisher is not null)
        {
            await _publisher.DisposeAsync();
        }
    }

    internal void Start(SessionPosition position, IAsyncStream<InputFrame> stream)
    {
        lock (_gate)
        {
            // The client may have been disposed while the cluster opened the session.
            ObjectDisposedException.ThrowIf(_isEnded, this);
            Opened = position;
            _window.StartAt(position.NextSequence);
            _publisher = new FramePublisher(_name, stream, _options.PublishWaitMs, _time, _logger, End);
        }
    }

    internal void Receive(OutputFrame output)
    {
        if (output.ResendFrom is { } missing)
        {
            Resend(missing);
            return;
        }

        AnswerPlace place;
        lock (_gate)
        {
            place = _window.Take(output);
            if (place is AnswerPlace.Part or AnswerPlace.LastPart)
            {
                _lastHeard = _time.GetTimestamp();
                _silentTries = 0;
                CompleteWhenAnswered();
            }
        }

        if (place == AnswerPlace.LastPart)
        {
            _client.Leave(1);
        }
    }

    /// <summary>Sends what is unanswered again when nothing was heard for too long.</summary>
    internal void ResendIfSilent()
    {
        long oldest;
        lock (_gate)
        {
            var patience = TimeSpan.FromMilliseconds((double)_options.ResendAfterMs * (1 << Math.Min(_silentTries, 6)));
            if (_window.Sent.Count == 0 || _time.GetElapsedTime(_lastHeard) < patience)
            {
                return;
            }

            _silentTries++;
            oldest = _window.Sent.First().Frame.Sequence;
        }

        Resend(oldest);
    }

    private async IAsyncEnumerable<OutputFrame> AnswerAsync(InputFrame frame, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var answer = Channel.CreateUnbounded<OutputFrame>(new() { SingleReader = true, SingleWriter = true });
        await SendAsync(frame, answer.Writer, isOwn: true, cancellation);
        try
        {
            await foreach (var part in answer.Reader.ReadAllAsync(cancellation))
            {
                yield return part;
            }
        }
        finally
        {
            _unread.Release();
        }
    }

    private async Task<long> SendAsync(InputFrame frame, ChannelWriter<OutputFrame> answer, bool isOwn, CancellationToken cancellation)
    {
        await EnterAsync(cancellation);
        lock (_gate)
        {
            if (_isEnded)
            {
                LeaveUnsent();
                throw EndedException();
            }

            if (_isComplete)
            {
                LeaveUnsent();
                throw new InvalidOperationException($"session {_name} was told that no frame follows");
            }

            if (_window.Sent.Count == 0)
            {
                _lastHeard = _time.GetTimestamp();
            }

            var numbered = _window.Add(frame with { ReplyTo = _client.ReplyKey }, answer, isOwn);
            _publisher.Publish(numbered);
            return numbered.Sequence;
        }
    }

    /// <summary>Waits for room in this session's window and in the client's.</summary>
    private async Task EnterAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _ended.Token);
        var entered = false;
        try
        {
            await _unread.WaitAsync(either.Token);
            entered = true;
            await _client.EnterAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            if (entered)
            {
                _unread.Release();
            }

            cancellation.ThrowIfCancellationRequested();
            throw EndedException();
        }
    }

    private void LeaveUnsent()
    {
        _unread.Release();
        _client.Leave(1);
    }

    private void CompleteWhenAnswered()
    {
        if (_isComplete && _window.Sent.Count == 0)
        {
            _outputs.Writer.TryComplete();
        }
    }

    private void Resend(long sequence)
    {
        lock (_gate)
        {
            if (_isEnded)
            {
                return;
            }

            if (_window.From(sequence) is { } frames)
            {
                ClientLog.Resending(_logger, _name, sequence);
                foreach (var frame in frames)
                {
                    _publisher.Publish(frame);
                }

                return;
            }
        }

        _ = EndIfLostAsync(sequence);
    }

    /// <summary>A request may come twice, the second time when its frames are answered: the session itself knows what it misses.</summary>
    private async Task EndIfLostAsync(long sequence)
    {
        try
        {
            var position = await _grain.GetPositionAsync();
            lock (_gate)
            {
                if (_window.From(position.NextSequence) is not null)
                {
                    return;
                }
            }
        }
        catch (Exception exception)
        {
            // The session asks again when it still misses something.
            ClientLog.PositionUnknown(_logger, _name, exception);
            return;
        }

        End(new SessionException(ErrorCodes.SessionLost,
            $"the cluster lost the state of session {Key}: it asks for frame {sequence}, which was answered and is not kept any more"));
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
        }

        _ended.Cancel();
        _outputs.Writer.TryComplete(failure);
        _client.Leave(unanswered);
        _client.Forget(this);
    }

    private Exception EndedException() => _failure ?? (Exception)new ObjectDisposedException(_name);
}
