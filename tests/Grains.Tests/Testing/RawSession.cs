using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>A session spoken to with plain streams: any frame, and all that is answered to it.</summary>
internal sealed class RawSession : IAsyncDisposable
{
    private readonly ClusterFixture _cluster;
    private readonly StreamTap _tap;
    private long _sequence;

    private RawSession(ClusterFixture cluster, SessionKey key, StreamTap tap)
    {
        _cluster = cluster;
        _tap = tap;
        Key = key;
    }

    public SessionKey Key { get; }

    public static async Task<RawSession> OpenAsync(ClusterFixture cluster, string model, ulong seed = 0)
    {
        var key = cluster.NewKey(model);
        var tap = await StreamTap.OpenAsync(cluster.Cluster.Client, key.ToString());
        await cluster.Grain(key).OpenAsync(new OpenRequest { Seed = seed });
        return new RawSession(cluster, key, tap);
    }

    /// <summary>Sends a frame and gives the parts of its answer.</summary>
    public async Task<List<OutputFrame>> SendAsync(
        FrameInput? input, GenerationRequest? generation = null, bool end = false, bool scores = false)
    {
        var frame = new InputFrame { Sequence = _sequence++, Input = input, Generation = generation, End = end, Scores = scores };
        await _cluster.Input(Key).OnNextAsync(frame);
        return await _tap.ThroughAsync(frame.Sequence);
    }

    public Task<List<OutputFrame>> SendTextAsync(string text, bool end = false) => SendAsync(new TextInput(text), end: end);

    public Task<List<OutputFrame>> EndAsync() => SendAsync(input: null, end: true);

    /// <summary>Generates, and gives the parts.</summary>
    public Task<List<OutputFrame>> GenerateAsync(
        int tokens, FrameInput? input = null, int? beams = null, float? temperature = null, bool end = false) =>
        SendAsync(input, new GenerationRequest { Tokens = tokens, Beams = beams, Temperature = temperature }, end);

    public Task SleepAsync() => _cluster.Cluster.DeactivateAsync(_cluster.Grain(Key));

    /// <summary>Moves the session out of its activation, to the other silo unless it is just moving by itself.</summary>
    public async Task MoveAsync()
    {
        var grain = _cluster.Grain(Key).GetGrainId();
        var from = _cluster.ContextOf(grain);
        var to = _cluster.OtherSiloThan(from.Address.SiloAddress!);

        // It may be on its way there by itself, to where its queue is read.
        from.MigrateTo(to);
        await from.Deactivated;
        await _cluster.Grain(Key).GetPositionAsync();
        Assert.NotSame(from, _cluster.ContextOf(grain));
    }

    public async ValueTask DisposeAsync() => await _tap.DisposeAsync();
}
