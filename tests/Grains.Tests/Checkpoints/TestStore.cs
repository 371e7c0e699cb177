using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Storage;
using RnnCluster.Grains.Checkpoints;

namespace RnnCluster.Grains.Tests.Checkpoints;

/// <summary>A store that outlives silos, as long as the test does: it can refuse, wait, and be written behind everybody's back.</summary>
internal sealed class TestStore : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, string Session), (byte[] Content, int Version)> _records = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? _barrier;
    private volatile TaskCompletionSource? _barrierOfClears;
    private volatile TaskCompletionSource? _clearing;
    private volatile TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _versions;

    /// <summary>Whether reads fail.</summary>
    public bool RefusesReads { get; set; }

    /// <summary>Whether writes fail.</summary>
    public bool RefusesWrites { get; set; }

    /// <summary>Writes that succeeded.</summary>
    public int Writes { get; private set; }

    public byte[]? Find(string session, string name = "session") =>
        _records.TryGetValue((name, session), out var record) ? record.Content : null;

    /// <summary>Puts bytes in place of a record.</summary>
    public void Replace(string session, byte[] content) => _records[("session", session)] = (content, Interlocked.Increment(ref _versions));

    /// <summary>Ends when a write waits.</summary>
    public Task Held => _held.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>Lets writes wait until the result is disposed.</summary>
    public IDisposable Hold()
    {
        _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _barrier = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Release(this);
    }

    /// <summary>Lets <paramref name="meanwhile"/> happen when the next record is about to be cleared.</summary>
    public async Task BeforeClearingAsync(Func<Task> clear, Func<Task> meanwhile)
    {
        _clearing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clearing = _clearing.Task;
        _barrierOfClears = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cleared = clear();
        await clearing;
        await meanwhile();
        _barrierOfClears.SetResult();
        _barrierOfClears = null;
        await cleared;
    }

    /// <summary>Waits until the record of a session is as asked for.</summary>
    public async Task UntilAsync(string session, Func<byte[], bool> isThere)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                next = _written.Task;
            }

            if (Find(session) is { } content && isThere(content))
            {
                return;
            }

            await next.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (RefusesReads)
        {
            throw new IOException("no reads now");
        }

        var isThere = _records.TryGetValue(Key(stateName, grainId), out var record);
        grainState.RecordExists = isThere;
        grainState.ETag = isThere ? Tag(record.Version) : null;
        grainState.State = (T)(object)new StoredBytes { Content = isThere ? record.Content : [] };
        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var content = ((StoredBytes)(object)grainState.State!).Content;
        if (_barrier is { } barrier)
        {
            _held.TrySetResult();
            await barrier.Task;
        }

        lock (_gate)
        {
            if (RefusesWrites)
            {
                throw new IOException("no writes now");
            }

            RequireTag(stateName, grainId, grainState.ETag);
            var version = Interlocked.Increment(ref _versions);
            _records[Key(stateName, grainId)] = (content, version);
            grainState.ETag = Tag(version);
            grainState.RecordExists = true;
            Writes++;
            _written.SetResult();
            _written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_barrierOfClears is { } barrier)
        {
            _clearing!.TrySetResult();
            await barrier.Task;
        }

        RequireTag(stateName, grainId, grainState.ETag);
        _records.TryRemove(Key(stateName, grainId), out _);
        (grainState.ETag, grainState.RecordExists) = (null, false);
    }

    private void RequireTag(string stateName, GrainId grainId, string? tag)
    {
        var found = _records.TryGetValue(Key(stateName, grainId), out var record) ? Tag(record.Version) : null;
        if (found != tag)
        {
            throw new InconsistentStateException($"the store has version {found}, not {tag}");
        }
    }

    private static (string Name, string Session) Key(string name, GrainId session) => (name, session.Key.ToString()!);

    private static string Tag(int version) => version.ToString(CultureInfo.InvariantCulture);

    private sealed class Release(TestStore store) : IDisposable
    {
        public void Dispose()
        {
            var barrier = store._barrier;
            store._barrier = null;
            barrier?.TrySetResult();
        }
    }
}
