using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Client.Replies;
using RnnCluster.Client.Sessions;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Client;

/// <summary>A process's way into the cluster: opens sessions and receives the outputs of all of them on streams of its own.</summary>
/// <remarks>Thread-safe. Works over a remote cluster's client and over the one inside a silo's process alike.</remarks>
public sealed class RnnClient : IAsyncDisposable
{
    private readonly IClusterClient _cluster;
    private readonly ConcurrentDictionary<string, SessionFlow> _sessions = new(StringComparer.Ordinal);
    private volatile bool _isDisposed;

    /// <summary>A client over a connected <paramref name="cluster"/>.</summary>
    /// <exception cref="OptionsValidationException">An option is out of its bounds.</exception>
    public RnnClient(IClusterClient cluster, IOptions<RnnClientOptions> options, TimeProvider time, ILogger<RnnClient> logger)
    {
        _cluster = cluster;
        Options = options.Value;
        Time = time;
        Logger = logger;
        var faults = Options.Faults().ToList();
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(nameof(RnnClientOptions), typeof(RnnClientOptions), faults);
        }

        Patience = new PublishPatience(Options.PublishWaitMs, time, logger);
        Places = new ClientPlaces(Options.ClientFramesLimit);
        Silence = new SilenceWatch(time, TimeSpan.FromMilliseconds(Math.Max(10, Options.ResendAfterMs / 10)));
        var keys = new Lazy<ReplyKeys>(() => new ReplyKeys($"client-{Guid.NewGuid():N}", Map(RnnStreams.InputProvider), Map(RnnStreams.OutputProvider)));
        Replies = new ReplyStreams(
            session => keys.Value.KeyOf(session),
            key => cluster.GetStreamProvider(RnnStreams.OutputProvider).GetStream<OutputFrame>(RnnStreams.Output(key)),
            new ReplyContext(Receive, Options.ResendAfterMs, time, logger));
    }

    internal RnnClientOptions Options { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal PublishPatience Patience { get; }

    internal ClientPlaces Places { get; }

    internal SilenceWatch Silence { get; }

    internal ReplyStreams Replies { get; }

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
        var replyKey = await Replies.SubscribeAsync(key).WaitAsync(cancellation);
        var grain = _cluster.GetGrain<ISessionGrain>(key.ToString());
        var session = new RnnSession(key, this, grain, replyKey);
        if (!_sessions.TryAdd(session.Flow.Name, session.Flow))
        {
            throw new InvalidOperationException($"session {key} is open in this client already");
        }

        try
        {
            var position = await grain.OpenAsync(new OpenRequest { ReplyTo = replyKey, Seed = seed }).WaitAsync(cancellation);
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            session.Start(position, _cluster.GetStreamProvider(RnnStreams.InputProvider).GetStream<InputFrame>(RnnStreams.Input(key)));
            return session;
        }
        catch
        {
            Forget(session.Flow);
            throw;
        }
    }

    /// <summary>Stops receiving. The sessions live on in the cluster.</summary>
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await Silence.DisposeAsync();
        foreach (var session in _sessions.Values)
        {
            await session.StopAsync();
        }

        await Replies.DisposeAsync();
    }

    internal void Forget(SessionFlow session) => _sessions.TryRemove(new(session.Name, session));

    private LiveStreamMap Map(string provider) => _cluster.ServiceProvider.GetRequiredKeyedService<LiveStreamMap>(provider);

    private void Receive(OutputFrame output)
    {
        if (_sessions.TryGetValue(output.Session, out var session))
        {
            session.Receive(output);
        }
    }
}
