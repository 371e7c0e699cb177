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
internal sealed class CheckpointStore(
    [FromKeyedServices(RnnStreams.SessionStore)] IGrainStorage storage,
    CheckpointFormat format,
    IOptions<SessionOptions> options,
    IStoreHealth health,
    ILogger<CheckpointStore> logger)
{
    private const string DamagedName = "damaged";
    private int _slots = options.Value.CheckpointWritesLimit;

    /// <summary>Whether records are there when all silos are gone. If not, there is nothing to gain from writing while sessions work.</summary>
    public bool OutlivesSilos { get; } = storage is not MemoryGrainStorage;

    public CheckpointFormat Format { get; } = format;

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
            await storage.ReadStateAsync(name, session, state);
            health.Succeeded();
        }
        catch (Exception exception)
        {
            throw Unavailable("be read", exception);
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
        try
        {
            await storage.WriteStateAsync(name, session, state);
            health.Succeeded();
            return state.ETag;
        }
        catch (Exception exception) when (exception is not InconsistentStateException)
        {
            throw Unavailable("be written", exception);
        }
    }

    /// <summary>Forgets what the store has under that name.</summary>
    /// <returns>The version that a write must name now.</returns>
    /// <exception cref="SessionException">The store takes nothing: <see cref="ErrorCodes.StoreUnavailable"/>.</exception>
    public async Task<string?> ClearAsync(GrainId session, string name)
    {
        var state = new GrainState<StoredBytes>();
        try
        {
            await storage.ReadStateAsync(name, session, state);
            if (state.RecordExists)
            {
                await storage.ClearStateAsync(name, session, state);
            }

            return state.ETag;
        }
        catch (Exception exception)
        {
            throw Unavailable("be cleared", exception);
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
            CheckpointLog.NotKeptAside(logger, session, exception);
        }
    }

    private SessionException Unavailable(string what, Exception exception)
    {
        health.Failed(exception);
        return new SessionException(ErrorCodes.StoreUnavailable, $"the store cannot {what}: {exception.Message}");
    }
}
