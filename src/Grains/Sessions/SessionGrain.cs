using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;
using Orleans.Streams.Core;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Streams.Attaching;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Grains.Sessions;

/// <summary>One live sequence: puts its frames in order, hands them to the step engine one after the other, and sends the answers on.</summary>
/// <remarks>
/// Frames are taken into an inbox and worked off by a pump, so that a delivery returns at once and a long generation never holds
/// up the stream. The state is stored when the grain leaves memory and read when it comes back.
/// </remarks>
[ImplicitStreamSubscription(RnnStreams.InputNamespace)]
[StreamQueuePlacement(RnnStreams.InputProvider, RnnStreams.InputNamespace)]
internal sealed class SessionGrain(
    [PersistentState("session", RnnStreams.SessionStore)] IPersistentState<SessionRecord> record,
    SessionCensus census,
    ModelCatalog models,
    StepEngine engine,
    IOptions<SessionOptions> options,
    TimeProvider time,
    ILogger<SessionGrain> logger,
    [FromKeyedServices(RnnStreams.InputProvider)] ILiveStreamAttachments? streams = null)
    : Grain, ISessionGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<InputFrame>, ILiveStreamObserver<InputFrame>, IDisposable
{
    private readonly SessionOptions _options = options.Value;
    private CancellationTokenSource _closing = new();
    private LiveSession? _session;
    private SessionException? _refusal;
    private OutputPublisher _publisher = null!;
    private SessionInbox _inbox = null!;
    private Task _pump = Task.CompletedTask;
    private Task _close = Task.CompletedTask;
    private bool _counted;
    private IDisposable? _attachment;

    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _publisher = new OutputPublisher(this.GetStreamProvider(RnnStreams.OutputProvider), _options, time, logger);
        try
        {
            _session = Admit();
        }
        catch (SessionException refusal)
        {
            SessionLog.Refused(logger, Key, refusal.Code, refusal.Message);
            _refusal = refusal;
        }

        _inbox = new SessionInbox(_session?.NextSequence ?? 0, _options.InboxFramesLimit);
        _attachment = streams?.Attach<InputFrame>(StreamId.Create(RnnStreams.InputNamespace, Key), GrainContext, this);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _attachment?.Dispose();
        if (_counted)
        {
            census.Leave();
        }

        // The store is the memory of this cluster, and this part of it goes: what is written now has nowhere to stay.
        if (reason.ReasonCode == DeactivationReasonCode.ShuttingDown)
        {
            await _closing.CancelAsync();
            return;
        }

        await _pump.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_session is not { IsDirty: true })
        {
            return;
        }

        if (!_pump.IsCompleted)
        {
            // What goes on here must not speak for the session any more: its next activation does.
            await _closing.CancelAsync();
            SessionLog.NotStored(logger, Key, _session.NextSequence - 1, new TimeoutException("its frame did not end in time"));
            return;
        }

        try
        {
            _session.StoreTo(record.State);
            await record.WriteStateAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            SessionLog.NotStored(logger, Key, _session.NextSequence - 1, exception);
        }
    }

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<InputFrame>().ResumeAsync(this);

    public async Task OnNextAsync(IList<SequentialItem<InputFrame>> items)
    {
        foreach (var item in items)
        {
            await TakeAsync(item.Item);
        }
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public ValueTask OnNextAsync(InputFrame item) => new(TakeAsync(item));

    public Task<SessionPosition> OpenAsync(OpenRequest request) => InTurnAsync(session =>
    {
        session.Open(request);
        return session.Position;
    });

    public Task<SessionPosition> GetPositionAsync() => InTurnAsync(session => session.Position);

    public Task<SessionPosition> ResetAsync() => InTurnAsync(session =>
    {
        session.Reset();
        return session.Position;
    });

    public Task CloseAsync()
    {
        // Calls interleave: who closes while it closes waits for the same end.
        if (_close.IsCompleted)
        {
            _close = CloseOnceAsync();
        }

        return _close;
    }

    public void Dispose() => _closing.Dispose();

    private async Task CloseOnceAsync()
    {
        try
        {
            await _closing.CancelAsync();
            await _pump;
            await record.ClearStateAsync();
            if (_session is not null)
            {
                _session = Admit();
                _inbox = new SessionInbox(nextSequence: 0, _options.InboxFramesLimit);
            }

            _closing.Dispose();
            _closing = new CancellationTokenSource();
        }
        finally
        {
            DeactivateOnIdle();
        }
    }

    private LiveSession Admit()
    {
        if (!SessionKey.TryParse(Key, out var key, out var fault))
        {
            throw new SessionException(ErrorCodes.BadSessionKey, fault);
        }

        var session = new LiveSession(key, models.Get(key.Model), record.RecordExists ? record.State : null, _options);
        _counted = _counted || census.TryEnter(_options.SessionsLimit);
        return _counted ? session : throw new SessionException(ErrorCodes.TooManySessions,
            $"this silo holds {_options.SessionsLimit} sessions, as many as it may; close some or add a silo");
    }

    /// <summary>Puts a frame in its place, or answers why it has none.</summary>
    private async Task TakeAsync(InputFrame frame)
    {
        if (RefusalNow() is { } refusal)
        {
            await ReplyAsync(frame.ReplyTo, Refusal(frame.Sequence, refusal));
            DeactivateOnIdle();
            return;
        }

        switch (_inbox.Place(frame))
        {
            case FramePlace.Next:
                _inbox.Add(new SessionWork(frame));
                StartPump();
                break;
            case FramePlace.Full:
                await ReplyAsync(frame.ReplyTo, Refusal(frame.Sequence, new SessionException(ErrorCodes.TooManyFrames,
                    $"{_options.InboxFramesLimit} frames wait already; send frame {frame.Sequence} again when some are answered")));
                break;
            case FramePlace.Applied:
                await RepeatAsync(frame);
                break;
            case FramePlace.Gap:
                await AskForMissingAsync(frame);
                break;
            case FramePlace.Invalid:
                await ReplyAsync(frame.ReplyTo, Refusal(frame.Sequence, new SessionException(ErrorCodes.BadSequence,
                    $"sequence number is {frame.Sequence}; it must be 0 or more")));
                break;
        }
    }

    private async Task RepeatAsync(InputFrame frame)
    {
        var answers = _session!.Answers.Find(frame.Sequence);
        foreach (var answer in answers)
        {
            await ReplyAsync(frame.ReplyTo, answer);
        }

        if (answers.Count == 0)
        {
            await ReplyAsync(frame.ReplyTo, Refusal(frame.Sequence, new SessionException(ErrorCodes.Duplicate,
                $"frame {frame.Sequence} was applied before and its answer is not kept; the next frame is {_inbox.NextSequence}")));
        }
    }

    private async Task AskForMissingAsync(InputFrame frame)
    {
        SessionLog.Gap(logger, Key, _inbox.NextSequence, frame.Sequence);
        if (_inbox.MayAsk(time, TimeSpan.FromMilliseconds(_options.ResendRequestMs)))
        {
            await ReplyAsync(frame.ReplyTo, new OutputFrame
            {
                Session = Key,
                Sequence = frame.Sequence,
                ResendFrom = _inbox.NextSequence,
            });
        }
    }

    /// <summary>Runs <paramref name="action"/> when all frames before it are done.</summary>
    private Task<SessionPosition> InTurnAsync(Func<LiveSession, SessionPosition> action)
    {
        if (RefusalNow() is { } refusal)
        {
            DeactivateOnIdle();
            throw refusal;
        }

        var work = new SessionWork(action);
        _inbox.Add(work);
        StartPump();
        return work.Result.Task;
    }

    private void StartPump()
    {
        if (_pump.IsCompleted)
        {
            _pump = PumpAsync();
        }
    }

    private async Task PumpAsync()
    {
        while (_inbox.TryTake(out var work))
        {
            StayActive();
            if (RefusalNow() is { } refusal)
            {
                await RefuseAsync(work, refusal);
            }
            else if (work.Action is { } action)
            {
                work.Result.TrySetResult(action(_session!));
            }
            else
            {
                await ApplyAsync(work.Frame!);
            }
        }
    }

    /// <summary>A frame may take longer than a session may idle. One that ends already cannot be delayed.</summary>
    private void StayActive()
    {
        if (!_closing.IsCancellationRequested)
        {
            DelayDeactivation(TimeSpan.FromSeconds(_options.IdleSeconds));
        }
    }

    private async Task ApplyAsync(InputFrame frame)
    {
        try
        {
            await foreach (var part in _session!.ApplyAsync(frame, engine, _closing.Token))
            {
                StayActive();
                await ReplyAsync(frame.ReplyTo, part);
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            await ReplyAsync(frame.ReplyTo, Refusal(frame.Sequence, RefusalNow()!));
        }
        catch (Exception exception)
        {
            // The state may be between two frames: it must not be stored, and the next frame starts from what was.
            SessionLog.FrameFailed(logger, Key, frame.Sequence, exception);
            await ReplyAsync(frame.ReplyTo, Refusal(frame.Sequence, new SessionException(ErrorCodes.Internal,
                $"the frame failed: {exception.Message}")));
            _refusal = new SessionException(ErrorCodes.Internal, $"the session failed on frame {frame.Sequence}: {exception.Message}");
            _session = null;
            DeactivateOnIdle();
        }
    }

    /// <summary>Why nothing is applied now; null when frames are.</summary>
    private SessionException? RefusalNow() =>
        _closing.IsCancellationRequested ? new SessionException(ErrorCodes.Closed, "the session was closed") : _refusal;

    private async Task RefuseAsync(SessionWork work, SessionException refusal)
    {
        if (work.Frame is { } frame)
        {
            await ReplyAsync(frame.ReplyTo, Refusal(frame.Sequence, refusal));
        }

        work.Result.TrySetException(refusal);
    }

    private OutputFrame Refusal(long sequence, SessionException exception) => new()
    {
        Session = Key,
        Sequence = sequence,
        Error = new FrameError(exception.Code, exception.Message),
    };

    private Task ReplyAsync(string? replyTo, OutputFrame output) =>
        _publisher.PublishAsync(replyTo ?? _session?.ReplyTo ?? Key, output);
}
