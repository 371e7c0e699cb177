using Orleans.Streams;
using RnnCluster.LiveStreams.Load;

namespace RnnCluster.LiveStreams.Streams;

/// <summary>Sessions over plain Orleans streams: an event on the session's own stream, the answer on the client's reply stream.</summary>
internal abstract class StreamTarget<TFrame, TAnswer>(IClusterClient cluster, string inputNamespace)
    : ILoadTarget, IAsyncBatchObserver<TAnswer>
{
    private Open[] _sessions = [];
    private bool _isSubscribed;

    /// <summary>Key of the stream that answers go to.</summary>
    protected string ReplyKey { get; } = Guid.NewGuid().ToString("N");

    public async Task PrepareAsync(int sessions)
    {
        Array.Resize(ref _sessions, sessions);
        if (!_isSubscribed)
        {
            _isSubscribed = true;
            await cluster.GetStreamProvider(StreamVariant.ReplyProvider)
                .GetStream<TAnswer>(StreamId.Create(StreamVariant.ReplyNamespace, ReplyKey))
                .SubscribeAsync(this);
        }
    }

    public Task OpenAsync(int session)
    {
        _sessions[session] = new Open(cluster.GetStreamProvider(StreamVariant.InputProvider)
            .GetStream<TFrame>(StreamId.Create(inputNamespace, $"{ReplyKey}-{session}")));
        return Task.CompletedTask;
    }

    public Task AskAsync(int session, int tokens) => AskAsync(session, Frame(session, tokens));

    public abstract Task<TracedStep[]> TraceAsync(int session, int[] tokens);

    public Task OnNextAsync(IList<SequentialItem<TAnswer>> items)
    {
        foreach (var item in items)
        {
            _sessions[SessionOf(item.Item)].Answers.Take(item.Item);
        }

        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    /// <summary>A frame to send.</summary>
    protected abstract TFrame Frame(int session, int tokens);

    /// <summary>Who is answered.</summary>
    protected abstract int SessionOf(TAnswer answer);

    /// <summary>Sends a frame and waits for its answer.</summary>
    protected async Task<TAnswer> AskAsync(int session, TFrame frame)
    {
        var open = _sessions[session];
        var answer = open.Answers.ExpectAsync();
        await open.Stream.OnNextAsync(frame);
        return await answer;
    }

    /// <summary>A session's stream, and who waits for its answers.</summary>
    private sealed class Open(IAsyncStream<TFrame> stream)
    {
        public IAsyncStream<TFrame> Stream { get; } = stream;

        public AnswerQueue<TAnswer> Answers { get; } = new();
    }
}
