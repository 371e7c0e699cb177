using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Replies;

/// <summary>The streams that outputs reach this client on.</summary>
/// <param name="keyOf">Which of the streams a session is answered on.</param>
/// <param name="open">Gives the stream of a key in namespace <c>rnn.out</c>.</param>
/// <param name="context">What all of them share.</param>
internal sealed class ReplyStreams(
    Func<SessionKey, string> keyOf, Func<string, IAsyncStream<OutputFrame>> open, ReplyContext context) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ReplyStream> _streams = new(StringComparer.Ordinal);
    private bool _isDisposed;

    /// <summary>Keys of the streams that are listened to.</summary>
    public IReadOnlyCollection<string> Keys
    {
        get
        {
            lock (_gate)
            {
                return [.. _streams.Keys];
            }
        }
    }

    /// <summary>Key of the stream that outputs of <paramref name="session"/> come on; when the task completes, they are listened to.</summary>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async Task<string> SubscribeAsync(SessionKey session)
    {
        var key = keyOf(session);
        await StreamOf(key).SubscribeAsync();
        return key;
    }

    /// <summary>Looks after the subscription to <paramref name="key"/>, on which nothing was heard for long. Never throws.</summary>
    public Task RenewAsync(string key)
    {
        ReplyStream? stream;
        lock (_gate)
        {
            stream = _streams.GetValueOrDefault(key);
        }

        return stream?.RenewAsync() ?? Task.CompletedTask;
    }

    /// <summary>Whether nothing was heard on <paramref name="key"/> for as long as a session may be silent.</summary>
    public bool IsSilent(string key)
    {
        lock (_gate)
        {
            return _streams.GetValueOrDefault(key) is { IsSilent: true };
        }
    }

    /// <summary>Ends all subscriptions.</summary>
    public async ValueTask DisposeAsync()
    {
        List<ReplyStream> streams;
        lock (_gate)
        {
            _isDisposed = true;
            streams = [.. _streams.Values];
            _streams.Clear();
        }

        await Task.WhenAll(streams.Select(stream => stream.UnsubscribeAsync()));
    }

    private ReplyStream StreamOf(string key)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(RnnClient));
            if (!_streams.TryGetValue(key, out var stream))
            {
                stream = new ReplyStream(() => open(key), context);
                _streams.Add(key, stream);
            }

            return stream;
        }
    }
}
