using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Checkpoints;
using RnnCluster.Grains.Models;
using RnnCluster.Streams.Attaching;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Grains.Sessions;

/// <summary>What all sessions of a silo share: a session holds this, its state, and nothing that another one holds too.</summary>
internal sealed class SessionHost(
    CheckpointStore checkpoints,
    CheckpointClock clock,
    SessionMetrics metrics,
    CheckpointMetrics checkpointMetrics,
    [FromKeyedServices(RnnStreams.InputProvider)] ILiveStreamAttachments streams,
    [FromKeyedServices(RnnStreams.InputProvider)] ILiveStreamLocator locator,
    SessionCensus census,
    ModelCatalog models,
    StepEngine engine,
    OutputPublisher publisher,
    IOptions<SessionOptions> options,
    TimeProvider time,
    ILogger<SessionGrain> logger)
{
    private readonly ConcurrentDictionary<ServedModel, FrameReader> _readers = [];

    /// <summary>The records of sessions.</summary>
    public CheckpointStore Checkpoints { get; } = checkpoints;

    /// <summary>Tells sessions when to be stored.</summary>
    public CheckpointClock Clock { get; } = clock;

    public SessionMetrics Metrics { get; } = Observed(metrics, census, models);

    public CheckpointMetrics CheckpointMetrics { get; } = checkpointMetrics;

    /// <summary>Hands the sessions of this silo their frames.</summary>
    public ILiveStreamAttachments Streams { get; } = streams;

    /// <summary>Says on which silo a session's frames arrive.</summary>
    public ILiveStreamLocator Locator { get; } = locator;

    public SessionCensus Census { get; } = census;

    public StepEngine Engine { get; } = engine;

    public OutputPublisher Publisher { get; } = publisher;

    public SessionOptions Options { get; } = options.Value;

    public TimeSpan Idle { get; } = TimeSpan.FromSeconds(options.Value.IdleSeconds);

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    /// <summary>A session in memory; a new one without a record.</summary>
    /// <exception cref="SessionException">The key is none, or the model is not served, or not in the record's version.</exception>
    public LiveSession Create(string key, SessionRecord? record) => SessionKey.TryParse(key, out var parsed, out var fault)
        ? new LiveSession(key, Reader(parsed.Model), record, Options)
        : throw new SessionException(ErrorCodes.BadSessionKey, fault);

    /// <summary>What reads the frames of a model's sessions.</summary>
    /// <exception cref="SessionException">The model is not served.</exception>
    private FrameReader Reader(string model) =>
        _readers.GetOrAdd(models.Get(model), static (served, options) => new FrameReader(served, options), Options);

    private static SessionMetrics Observed(SessionMetrics metrics, SessionCensus census, ModelCatalog models)
    {
        metrics.Observe(census, models);
        return metrics;
    }
}
