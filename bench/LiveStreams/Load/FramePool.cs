using System.Collections.Concurrent;
using RnnCluster.LiveStreams.Baseline;

namespace RnnCluster.LiveStreams.Load;

/// <summary>Frames of random tokens, made once and sent again and again: to make them is no part of what is measured.</summary>
internal sealed class FramePool<T>(Func<int[], T> create)
{
    private const int Frames = 512;
    private const int Seed = 5;

    private readonly ConcurrentDictionary<int, T[]> _frames = [];
    private int _next;

    /// <summary>One of so many tokens.</summary>
    public T Next(int session, int tokens) =>
        _frames.GetOrAdd(tokens, Create)[(uint)(session + Interlocked.Increment(ref _next)) % Frames];

    private T[] Create(int tokens)
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, Frames).Select(_ =>
            create([.. Enumerable.Range(0, tokens).Select(_ => random.Next(LstmModel.Vocabulary))]))];
    }
}
