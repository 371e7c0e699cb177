using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Client;

/// <summary>A process's way into the cluster: opens sessions and receives the outputs of all of them on one stream of its own.</summary>
/// <remarks>Thread-safe. Works over a remote cluster's client and over the one inside a silo's process alike.</remarks>
public sealed class RnnClient : IAsyncDisposable
{
    private readonly IClusterClient _cluster;
    private readonly RnnClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<RnnClient> _logger;
    private readonly ConcurrentDictionary<string, RnnSession> _sessions = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _inFlight;
    private readonly Lock _subscribing = new();
    private readonly ITimer _resendTimer;
    private Task<StreamSubscriptionHandle<OutputFrame>>? _subscription;
    private bool _isDisposed;

    /// <summary>A client over a connected <paramref name="cluster"/>.</summary>
    /// <exception cref="OptionsValidationException">An option is out of its bounds.</exception>
    public RnnClient(IClusterClient cluster, IOptions<RnnClientOptions> options, TimeProvider time, ILogger<RnnClient> logger)
    {
        _cluster = cluster;
        _options = options.Value;
        _time = time;
        _logger = logger;
        var faults = _options.Faults().ToList();
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(nameof(RnnClientOptions), typeof(RnnClientOptions), faults);
        }

        _inFlight = new SemaphoreSlim(_options.ClientFramesLimit, _options.ClientFramesLimit);
        var period = TimeSpan.FromMilliseconds(Math.Max(10, _options.ResendAfterMs / 10));
        _resendTimer = time.CreateTimer(_ => ResendUnanswered(), state: null, period, period);
    }

    /// <summary>Key of the stream in namespace <c>rnn.out</c> that outputs reach this client on.</summary>
    public string ReplyKey { get; } = $"client-{Guid.NewGuid():N}";

    /// <summary>The models that the cluster serves, and the broken packages with their faults.</summary>
    public Task<IReadOnlyList<ModelSummary>> ListModelsAsync() => _cluster.GetGrain<IModelCatalogGrain>(0).ListAsync();

    /// <summary>Opens a session, or goes on with one that lives in the cluster already.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="id">The session's id; null for a new random one.</param>
    /// <param name="seed">Seed of random sampling; null for one that follows from the session's key.</param>
    /// <param name="cancellation">Ends the wait; the session may be open all the same.</param>
    /// <exception cref="ArgumentException">The model's name or the id breaks the rules of <see cref="SessionKey"/>.</exception>
    /// <exception cref="InvalidOperationException">This client has the session open already.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="SessionException">The model is unknown or broken, or the silo is full; the code says which.</exception>
    public async Task<RnnSession> OpenAsync(string model, string? id = null, ulong? seed = null, CancellationToken cancellation = default)
    {
        var key = new SessionKey(model, id ?? Guid.NewGuid().ToString("N"));
        await SubscribeAsync().WaitAsync(cancellation);
        var grain = _cluster.GetGrain<ISessionGrain>(key.ToString());
        var session = new RnnSession(key, this, grain, _options, _time, _logger);
        if (!_sessions.TryAdd(key.ToString(), session))
        {
            throw new InvalidOperationException($"session {key} is open in this client already");
        }

        try
        {
            var position = await grain.OpenAsync(new OpenRequest { ReplyTo = ReplyKey, Seed = seed }).WaitAsync(cancellation);
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
            session.Start(position, _cluster.GetStreamProvider(RnnStreams.InputProvider).GetStream<InputFrame>(RnnStreams.Input(key)));
            return session;
        }
        catch
        {
            Forget(session);
            throw;
        }
    }

    /// <summary>Stops receiving. The sessions live on in the cluster.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<StreamSubscriptionHandle<OutputFrame>>? subscription;
        lock (_subscribing)
        {
            _isDisposed = true;
            subscription = _subscription;
            _subscription = null;
        }

        await _resendTimer.DisposeAsync();
        foreach (var session in _sessions.Values)
        {
            await session.DisposeAsync();
        }

        if (subscription is not null)
        {
            await UnsubscribeAsync(subscription);
        }
    }

    /// <summary>Waits for room among the frames that are not answered yet.</summary>
    internal Task EnterAsync(CancellationToken cancellation) => _inFlight.WaitAsync(cancellation);

    /// <summary>Gives room back for <paramref name="frames"/> frames.</summary>
    internal void Leave(int frames)
    {
        if (frames > 0)
        {
            _inFlight.Release(frames);
        }
    }

    internal void Forget(RnnSession session) => _sessions.TryRemove(new(session.Key.ToString(), session));

    private Task<StreamSubscriptionHandle<OutputFrame>> SubscribeAsync()
    {
        lock (_subscribing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);

            // One that failed is tried again by the next call.
            if (_subscription is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _subscription = _cluster.GetStreamProvider(RnnStreams.OutputProvider)
                    .GetStream<OutputFrame>(RnnStreams.Output(ReplyKey))
                    .SubscribeAsync(new OutputObserver(this));
            }

            return _subscription;
        }
    }

    private async Task UnsubscribeAsync(Task<StreamSubscriptionHandle<OutputFrame>> subscription)
    {
        try
        {
            await (await subscription).UnsubscribeAsync();
        }
        catch (Exception exception)
        {
            // There never was one, or the cluster is gone and has forgotten it.
            ClientLog.NotUnsubscribed(_logger, exception);
        }
    }

    private void Receive(OutputFrame output)
    {
        if (_sessions.TryGetValue(output.Session, out var session))
        {
            session.Receive(output);
        }
    }

    private void ResendUnanswered()
    {
        foreach (var session in _sessions.Values)
        {
            session.ResendIfSilent();
        }
    }

    /// <summary>Hands outputs to their sessions.</summary>
    private sealed class OutputObserver(RnnClient client) : IAsyncBatchObserver<OutputFrame>
    {
        public Task OnNextAsync(IList<SequentialItem<OutputFrame>> items)
        {
            foreach (var item in items)
            {
                client.Receive(item.Item);
            }

            return Task.CompletedTask;
        }

        public Task OnErrorAsync(Exception ex)
        {
            ClientLog.OutputStreamFailed(client._logger, ex);
            return Task.CompletedTask;
        }
    }
}
