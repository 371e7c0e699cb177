using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;
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
    // The type of grains that are called SessionGrain.
    private const string SessionType = "session";

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
        Silence = new SilenceWatch(time, TimeSpan.FromMilliseconds(Math.Max(10, Options.ResendAfterMs / 10)), Options.ResendFramesLimit);
        var keys = new Lazy<ReplyKeys>(() => new ReplyKeys($"client-{Guid.NewGuid():N}", Map(RnnStreams.InputProvider), Map(RnnStreams.OutputProvider)));
        Replies = new ReplyStreams(
            session => keys.Value.KeyOf(session),
            key => cluster.GetStreamProvider(RnnStreams.OutputProvider).GetStream<OutputFrame>(RnnStreams.Output(key)),
            new ReplyContext(Receive, Options.ResendAfterMs, Patience));
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
    /// <param name="durability">When the session's state is stored. Counts, like the seed, only for a new session.</param>
    /// <param name="version">The version of the model, offered or not; null for what new sessions get. Counts only for a new session.</param>
    /// <param name="cancellation">Ends the wait; the session may be open all the same.</param>
    /// <exception cref="ArgumentException">The model's name or the id breaks the rules of <see cref="SessionKey"/>.</exception>
    /// <exception cref="InvalidOperationException">This client has the session open already.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="SessionException">The model is unknown or broken, or the silo is full; the code says which.</exception>
    public async Task<RnnSession> OpenAsync(
        string model,
        string? id = null,
        ulong? seed = null,
        SessionDurability durability = SessionDurability.Interval,
        string? version = null,
        CancellationToken cancellation = default)
    {
        var session = await AddAsync(new SessionKey(model, id ?? Guid.NewGuid().ToString("N")), cancellation);
        try
        {
            var opening = new OpenRequest { ReplyTo = session.Flow.ReplyKey, Seed = seed, Durability = durability, ModelVersion = version };
            var position = await FindAsync(session.Key, opening, cancellation);
            // Played again from its start, the session is on the version that it was opened on.
            session.Start(position, Input(session.Key), opening with { ModelVersion = position.ModelVersion, Incarnation = position.Incarnation });
            return session;
        }
        catch
        {
            Forget(session.Flow);
            throw;
        }
    }

    /// <summary>Goes on with a session that an earlier process opened, without a loss and without doing anything twice.</summary>
    /// <remarks>
    /// The first outputs are the answers behind <paramref name="answeredThrough"/> that the earlier process did not receive. The next frame
    /// gets <see cref="RnnSession.NextSequence"/>: the caller sends its frames from that number on, some of them perhaps once more. After a
    /// crash the cluster may be behind <paramref name="answeredThrough"/>; answers up to there are not given by
    /// <see cref="RnnSession.ReadOutputsAsync"/> again. A session that ends with <see cref="ErrorCodes.SessionLost"/> because it asks for
    /// frames of the earlier process can be resumed once more.
    /// </remarks>
    /// <param name="model">Name of the model.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="answeredThrough">The caller has all answers up to this sequence number; −1 for none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ArgumentException">The model's name or the id breaks the rules of <see cref="SessionKey"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="answeredThrough"/> is less than −1.</exception>
    /// <exception cref="InvalidOperationException">This client has the session open already.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="SessionException">The session is not there (<see cref="ErrorCodes.UnknownSession"/>), or cannot live; the code says why.</exception>
    public async Task<RnnSession> ResumeAsync(string model, string id, long answeredThrough, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(answeredThrough, -1);
        var session = await AddAsync(new SessionKey(model, id), cancellation);
        try
        {
            // The answers may come before the position does.
            session.Flow.Expect(answeredThrough);
            var request = new OpenRequest { ReplyTo = session.Flow.ReplyKey, MustExist = true, AnsweredThrough = answeredThrough };
            var position = await FindAsync(session.Key, request, cancellation);
            session.Resume(position, answeredThrough, Input(session.Key));
            return session;
        }
        catch
        {
            Forget(session.Flow);
            throw;
        }
    }

    /// <summary>What can be done to a session without sending it frames.</summary>
    public SessionControl Control(SessionKey session) => new(session, _cluster.GetGrain<ISessionGrain>(session.ToString()), Patience);

    /// <summary>A session spoken to by request and answer, by senders that do not stay.</summary>
    public SessionExchange Exchange(SessionKey session) =>
        new(session, _cluster.GetGrain<ISessionGrain>(session.ToString()), Input(session), Patience);

    /// <summary>The sessions in the memory of the cluster, by key. Those that are paged out are not among them.</summary>
    public async Task<IReadOnlyList<SessionPlace>> ListSessionsAsync()
    {
        var grains = await _cluster.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        var places = new List<SessionPlace>();
        foreach (var grain in grains)
        {
            if (grain.GrainId.Type.ToString() == SessionType && SessionKey.TryParse(grain.GrainId.Key.ToString(), out var key, out _))
            {
                places.Add(new SessionPlace(key, grain.SiloAddress.Endpoint.ToString()));
            }
        }

        return [.. places.OrderBy(place => place.Session.ToString(), StringComparer.Ordinal)];
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

    /// <summary>A session whose outputs are listened to.</summary>
    private async Task<RnnSession> AddAsync(SessionKey key, CancellationToken cancellation)
    {
        var replyKey = await Replies.SubscribeAsync(key).WaitAsync(cancellation);
        var session = new RnnSession(key, this, _cluster.GetGrain<ISessionGrain>(key.ToString()), replyKey);
        return _sessions.TryAdd(session.Flow.Name, session.Flow)
            ? session
            : throw new InvalidOperationException($"session {key} is open in this client already");
    }

    private async Task<SessionPosition> FindAsync(SessionKey key, OpenRequest request, CancellationToken cancellation)
    {
        var grain = _cluster.GetGrain<ISessionGrain>(key.ToString());
        var position = await PatientCall.CallAsync(() => grain.OpenAsync(request), Patience, cancellation);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return position;
    }

    private IAsyncStream<InputFrame> Input(SessionKey key) =>
        _cluster.GetStreamProvider(RnnStreams.InputProvider).GetStream<InputFrame>(RnnStreams.Input(key));

    private LiveStreamMap Map(string provider) => _cluster.ServiceProvider.GetRequiredKeyedService<LiveStreamMap>(provider);

    private void Receive(OutputFrame output)
    {
        if (_sessions.TryGetValue(output.Session, out var session))
        {
            session.Receive(output);
        }
    }
}
