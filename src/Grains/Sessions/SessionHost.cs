using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Checkpoints;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Telemetry;
using RnnCluster.Streams.Attaching;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Grains.Sessions;

/// <summary>What all sessions of a silo share: a session holds this, its state, and nothing that another one holds too.</summary>
internal sealed class SessionHost(
    CheckpointStore checkpoints,
    CheckpointClock clock,
    SessionMetrics metrics,
    CheckpointMetrics checkpointMetrics,
    ModelTraffics traffics,
    [FromKeyedServices(RnnStreams.InputProvider)] ILiveStreamAttachments streams,
    [FromKeyedServices(RnnStreams.InputProvider)] ILiveStreamLocator locator,
    MoveTargets targets,
    SessionCensus census,
    ModelCatalog models,
    StepEngine engine,
    OutputPublisher publisher,
    IOptions<SessionOptions> options,
    TimeProvider time,
    ILogger<SessionGrain> logger)
{
    // A reader stays as long as its model does, which is no longer than a session or the catalog needs it.
    private readonly ConditionalWeakTable<ServedModel, FrameReader> _readers = [];

    /// <summary>The records of sessions.</summary>
    public CheckpointStore Checkpoints { get; } = checkpoints;

    /// <summary>Tells sessions when to be stored.</summary>
    public CheckpointClock Clock { get; } = clock;

    public SessionMetrics Metrics { get; } = metrics;

    public CheckpointMetrics CheckpointMetrics { get; } = checkpointMetrics;

    /// <summary>Hands the sessions of this silo their frames.</summary>
    public ILiveStreamAttachments Streams { get; } = streams;

    /// <summary>Says on which silo a session's frames arrive.</summary>
    public ILiveStreamLocator Locator { get; } = locator;

    /// <summary>Says where a session goes that somebody wants elsewhere.</summary>
    public MoveTargets MoveTargets { get; } = targets;

    public SessionCensus Census { get; } = census;

    /// <summary>The sessions that cannot come into memory, and who was told of it.</summary>
    public RefusalSpells Refusals { get; } = new(TimeSpan.FromSeconds(options.Value.RefusalQuietSeconds), options.Value.RefusedSessionsLimit, time);

    public StepEngine Engine { get; } = engine;

    public OutputPublisher Publisher { get; } = publisher;

    public SessionOptions Options { get; } = options.Value;

    public TimeSpan Idle { get; } = TimeSpan.FromSeconds(options.Value.IdleSeconds);

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    /// <summary>A session in memory; a new one without a record.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="record">What it goes on with, on the version that it was on.</param>
    /// <param name="version">The version that a new one is on; null for what new sessions get.</param>
    /// <exception cref="SessionException">The key is none, or the model or the version is not served.</exception>
    public async ValueTask<LiveSession> CreateAsync(string key, SessionRecord? record, string? version = null)
    {
        // A record of another model is refused by the session.
        version = record is not null && key.StartsWith($"{record.Model}/", StringComparison.Ordinal) ? record.ModelVersion : version;
        return new LiveSession(key, await FindReaderAsync(key, version), record, Options, Time.GetUtcNow());
    }

    /// <summary>What reads the frames of a session on a version of its model; null for the version that new sessions get.</summary>
    /// <exception cref="SessionException">The key is none, or the model or the version is not served.</exception>
    public async ValueTask<FrameReader> FindReaderAsync(string key, string? version)
    {
        var parsed = SessionKey.TryParse(key, out var found, out var fault) ? found : throw new SessionException(ErrorCodes.BadSessionKey, fault);
        var model = version is null ? models.Choose(parsed) : await models.FindAsync(parsed.Model, version);
        return _readers.GetValue(model, served => new FrameReader(served, Options, traffics.Of(served.Name)));
    }
}
