using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Checkpoints;

/// <summary>Sends a session frames that follow from their numbers: text to read and letters to draw, in turns.</summary>
internal sealed class StoredSender : IAsyncDisposable
{
    private readonly StoreFixture _stored;
    private readonly OpenRequest _opening;
    private readonly StreamTap _tap;

    private StoredSender(StoreFixture stored, SessionKey key, OpenRequest opening, StreamTap tap)
    {
        _stored = stored;
        Key = key;
        _opening = opening;
        _tap = tap;
    }

    public SessionKey Key { get; }

    /// <summary>Whether something was heard that nobody read.</summary>
    public bool HasAnswer => _tap.HasMore;

    public static async Task<StoredSender> OpenAsync(StoreFixture stored, SessionKey key, OpenRequest opening)
    {
        var tap = await StreamTap.OpenAsync(stored.Cluster.Client, key.ToString());
        return new StoredSender(stored, key, opening, tap);
    }

    /// <summary>Sends frames, and does not wait for their answers.</summary>
    public Task PublishAsync(long first, long? last = null, long? confirmed = null) => _stored.Input(Key).OnNextBatchAsync(
        Enumerable.Range((int)first, (int)((last ?? first) - first) + 1).Select(number => Frame(number, confirmed ?? first - 1)).ToList());

    /// <summary>Sends frames and gives their answers, the sender having those before the first one.</summary>
    public async Task<List<OutputFrame>> SendAsync(long first, long? last = null, long? confirmed = null)
    {
        await PublishAsync(first, last, confirmed);
        return await ReadThroughAsync(last ?? first);
    }

    /// <summary>The answers up to that frame's.</summary>
    public Task<List<OutputFrame>> ReadThroughAsync(long sequence) => _tap.ThroughAsync(sequence);

    public Task<OutputFrame> NextAsync() => _tap.NextAsync();

    public async ValueTask DisposeAsync() => await _tap.DisposeAsync();

    private InputFrame Frame(long number, long confirmed) => new()
    {
        Sequence = number,
        Input = number % 2 == 0 ? new TextInput($"{(char)('a' + (number % 5))}b") : null,
        Generation = number % 2 == 1 ? new GenerationRequest { Tokens = 3 } : null,
        Scores = number % 3 == 0,
        AnsweredThrough = confirmed,
        Opening = number == 0 ? _opening : null,
    };
}
