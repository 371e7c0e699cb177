using Orleans.Streams;
using Orleans.Streams.Core;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Streams.Attaching;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Grains.Sessions;

/// <summary>One live sequence: puts its frames in order, hands them to the step engine one after the other, and sends the answers on.</summary>
/// <remarks>
/// Frames are taken into an inbox and worked off by a pump, so that a delivery returns at once and a long generation never holds
/// up the stream. The state is stored when the grain leaves memory and read when it comes back; it moves with the grain to another silo.
/// </remarks>
[ImplicitStreamSubscription(RnnStreams.InputNamespace)]
[StreamQueuePlacement(RnnStreams.InputProvider, RnnStreams.InputNamespace)]
internal sealed partial class SessionGrain(SessionHost host)
    : Grain, ISessionGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<InputFrame>, ILiveStreamObserver<InputFrame>,
        IGrainMigrationParticipant, IDisposable
{
    private string _key = "";
    private LiveSession? _session;
    private SessionException? _refusal;
    private SessionInbox _inbox = null!;
    private Task _pump = Task.CompletedTask;
    private Task _close = Task.CompletedTask;
    private CancellationTokenSource? _closing;

    /// <summary>Ends the work of a session that closes. Made for the first frame: many sessions have none yet.</summary>
    private CancellationTokenSource Closing => _closing ??= new CancellationTokenSource();

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<InputFrame>().ResumeAsync(this);

    /// <summary>Frames by a call: the session was not in memory when they came, or their queue is read on another silo.</summary>
    public async Task OnNextAsync(IList<SequentialItem<InputFrame>> items)
    {
        foreach (var item in items)
        {
            await TakeAsync(item.Item);
        }

        FollowQueue();
    }

    /// <summary>A frame that came to this silo while the session was in its memory.</summary>
    public ValueTask OnNextAsync(InputFrame item) => TakeAsync(item);

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public Task<SessionPosition> OpenAsync(OpenRequest request) => InTurnAsync(async session =>
    {
        if (request.MustExist)
        {
            RequireThere(session);
        }

        session.Open(request);
        if (request.AnsweredThrough is { } answered)
        {
            session.Confirm(answered);
            await RepeatAllAsync(session);
        }

        if (session is { IsDirty: true, IsStorable: true, NextSequence: > 0 } && IsDurable(session))
        {
            // Whoever sent the frames so far may be gone, and then nobody else has them.
            await WriteNowAsync(session);
        }

        return session.Position;
    });

    public Task<SessionPosition> GetPositionAsync() => InTurnAsync(session => ValueTask.FromResult(session.Position));

    public Task<SessionPosition> ResetAsync() => InTurnAsync(session =>
    {
        session.Reset();
        return StoreChangeAsync(session);
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

    private async Task CloseOnceAsync()
    {
        try
        {
            await Closing.CancelAsync();
            TellReaders();
            await _pump;
            await ForgetAsync();
            if (_session is not null)
            {
                host.Metrics.Closed();
                await ReplyAsync(replyTo: null, Notice(SessionNoticeKind.Closed, "the session was closed; its key is free"));
                _session = Admit(record: null);
                _inbox = new SessionInbox(nextSequence: 0, host.Options.InboxFramesLimit);
            }

            _closing?.Dispose();
            _closing = null;
        }
        finally
        {
            DeactivateOnIdle();
        }
    }

    /// <summary>Runs <paramref name="action"/> when all frames before it are done.</summary>
    private Task<SessionPosition> InTurnAsync(Func<LiveSession, ValueTask<SessionPosition>> action)
    {
        if (RefusalNow() is { } refusal)
        {
            DeactivateOnIdle();
            throw refusal;
        }

        if (_hasLeft)
        {
            throw Gone();
        }

        var work = new SessionAction(action);
        _inbox.Add(work);
        StartPump();
        return work.Result;
    }

    /// <summary>Why nothing is applied now; null when frames are.</summary>
    private SessionException? RefusalNow() =>
        _closing is { IsCancellationRequested: true } ? new SessionException(ErrorCodes.Closed, "the session was closed") : _refusal;
}
