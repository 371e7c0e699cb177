using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Streams.Attaching;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Grains.Sessions;

/// <summary>What all sessions of a silo share: a session holds this, its state, and nothing that another one holds too.</summary>
internal sealed class SessionHost(
    [FromKeyedServices(RnnStreams.SessionStore)] IGrainStorage store,
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

    /// <summary>Where sessions are while they are not in memory.</summary>
    public IGrainStorage Store { get; } = store;

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

    /// <summary>What reads the frames of a model's sessions.</summary>
    /// <exception cref="Abstractions.Sessions.SessionException">The model is not served.</exception>
    public FrameReader Reader(string model) =>
        _readers.GetOrAdd(models.Get(model), static (served, options) => new FrameReader(served, options), Options);
}
