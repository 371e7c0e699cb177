using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Grains.Sessions;

namespace RnnCluster.Grains.Checkpoints;

/// <summary>Reads and writes the records of all sessions of a silo, a bounded number of writes at a time.</summary>
internal sealed class CheckpointStore : IStoreProbe
{
    private const string DamagedName = "damaged";
    private const string ProbeName = "probe";
    private static readonly GrainId Probe = GrainId.Create("rnn.probe", "probe");

    private readonly IGrainStorage _storage;
    private readonly IStoreHealth _health;
    private readonly CheckpointMetrics _metrics;
    private readonly ILogger<CheckpointStore> _logger;
    private int _slots;
    private int _writes;

    public CheckpointStore(
        [FromKeyedServices(RnnStreams.SessionStore)] IGrainStorage storage,
        CheckpointFormat format,
        IOptions<SessionOptions> options,
        IStoreHealth health,
        CheckpointMetrics metrics,
        ILogger<CheckpointStore> logger)
    {
        _storage = storage;
        _health = health;
        _metrics = metrics;
        _logger = logger;
        _slots = options.Value.CheckpointWritesLimit;
        Format = format;
        OutlivesSilos = storage is not MemoryGrainStorage;
        metrics.Observe(() => Volatile.Read(ref _writes));
    }

    /// <summary>Whether records are there when all silos are gone. If not, there is nothing to gain from writing while sessions work.</summary>
    public bool OutlivesSilos { get; }

    public CheckpointFormat Format { get; }

    /// <summary>Takes a slot for a write, which <see cref="GiveSlot"/> gives back.</summary>
    public bool TryTakeSlot()
    {
        if (Interlocked.Decrement(ref _slots) >= 0)
        {
            return true;
        }

        GiveSlot();
        return false;
    }

    public void GiveSlot() => Interlocked.Increment(ref _slots);

    /// <summary>What the store has.</summary>
    /// <exception cref="SessionException">The store cannot be read: <see cref="ErrorCodes.StoreUnavailable"/>.</exception>
    public async Task<StoredCheckpoint> ReadAsync(GrainId session, string name)
    {
        var state = new GrainState<StoredBytes>();
        try
        {
            await _storage.ReadStateAsync(name, session, state);
            _health.Succeeded();
        }
        catch (Exception exception)
        {
            throw Unavailable("read", "read", exception);
        }

        return new StoredCheckpoint(state.RecordExists ? state.State!.Content : null, state.ETag);
    }

    /// <summary>Writes in place of the version <paramref name="etag"/>; null for none.</summary>
    /// <returns>The new version.</returns>
    /// <exception cref="InconsistentStateException">The store has another version.</exception>
    /// <exception cref="SessionException">The store takes nothing: <see cref="ErrorCodes.StoreUnavailable"/>.</exception>
    public async Task<string?> WriteAsync(GrainId session, string name, byte[] content, string? etag)
    {
        var state = new GrainState<StoredBytes>(new StoredBytes { Content = content }, etag) { RecordExists = etag is not null };
        var started = _metrics.WriteMoment;
        Interlocked.Increment(ref _writes);
        try
        {
            await _storage.WriteStateAsync(name, session, state);
            _health.Succeeded();
        }
        catch (Exception exception) when (exception is not InconsistentStateException)
        {
            throw Unavailable("write", "written", exception);
        }
        finally
        {
            Interlocked.Decrement(ref _writes);
        }

        _metrics.Written(content.Length, started);
        return state.ETag;
    }

    /// <summary>Forgets what the store has under that name.</summary>
    /// <returns>The version that a write must name now.</returns>
    /// <exception cref="SessionException">The store takes nothing: <see cref="ErrorCodes.StoreUnavailable"/>.</exception>
    public async Task<string?> ClearAsync(GrainId session, string name)
    {
        var state = new GrainState<StoredBytes>();
        try
        {
            await _storage.ReadStateAsync(name, session, state);
            if (state.RecordExists)
            {
                await _storage.ClearStateAsync(name, session, state);
            }

            return state.ETag;
        }
        catch (Exception exception)
        {
            throw Unavailable("clear", "cleared", exception);
        }
    }

    /// <inheritdoc />
    public async Task ProbeAsync(CancellationToken cancellation)
    {
        try
        {
            var state = new GrainState<StoredBytes>();
            await _storage.ReadStateAsync(ProbeName, Probe, state).WaitAsync(cancellation);
            state.State = new StoredBytes { Content = [0] };
            await _storage.WriteStateAsync(ProbeName, Probe, state).WaitAsync(cancellation);
            _health.Succeeded();
        }
        catch (InconsistentStateException)
        {
            // Another silo tries it at this moment, with success.
            _health.Succeeded();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _health.Failed(exception);
        }
    }

    /// <summary>Keeps a copy of damaged bytes, for people to look at.</summary>
    public async Task KeepAsideAsync(GrainId session, byte[] content)
    {
        try
        {
            var before = await ReadAsync(session, DamagedName);
            if (before.Content is null || !before.Content.AsSpan().SequenceEqual(content))
            {
                await WriteAsync(session, DamagedName, content, before.ETag);
            }
        }
        catch (Exception exception)
        {
            // The damaged record itself is still where it was.
            CheckpointLog.NotKeptAside(_logger, session, exception);
        }
    }

    private SessionException Unavailable(string operation, string what, Exception exception)
    {
        _health.Failed(exception);
        _metrics.Failed(operation);
        return new SessionException(ErrorCodes.StoreUnavailable, $"the store cannot be {what}: {exception.Message}");
    }
}
