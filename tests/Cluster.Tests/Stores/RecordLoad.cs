using System.Collections.Concurrent;
using System.Security.Cryptography;
using StackExchange.Redis;

namespace RnnCluster.Cluster.Tests.Stores;

/// <summary>Writes and deletes records as grain storage does, and knows which the store must have.</summary>
internal sealed class RecordLoad
{
    private const int Records = 400;
    private const int Writers = 16;
    private const int RecordLimitBytes = 12_000;

    private const string WriteScript =
        """
        local etag = redis.call('HGET', KEYS[1], 'etag')
        if (not etag and ARGV[1] == '') or etag == ARGV[1] then
          redis.call('HMSET', KEYS[1], 'etag', ARGV[2], 'data', ARGV[3])
          return 0
        end
        return -1
        """;

    private const string DeleteScript =
        """
        if redis.call('HGET', KEYS[1], 'etag') == ARGV[1] then
          redis.call('DEL', KEYS[1])
          return 0
        end
        return -1
        """;

    private readonly (string ETag, string Hash)[] _acknowledged = new (string, string)[Records];
    private readonly ConcurrentDictionary<int, (string ETag, string Hash)> _underWay = [];

    public RecordLoad() => Array.Fill(_acknowledged, ("", ""));

    /// <summary>Every record is as it was acknowledged, or as the write that the end came upon would have it.</summary>
    public async Task AssertThereAsync(IDatabase store)
    {
        for (var record = 0; record < Records; record++)
        {
            var entries = await store.HashGetAllAsync(Key(record));
            var found = entries.Length == 0 ? ("", "") : (Value(entries, "etag").ToString(), HashOf((byte[])Value(entries, "data")!));
            Assert.True(
                found == _acknowledged[record] || (_underWay.TryGetValue(record, out var maybe) && found == maybe),
                $"record {record} is {found}; acknowledged is {_acknowledged[record]}");
            _acknowledged[record] = found;
        }

        _underWay.Clear();
    }

    /// <summary>Writes until the store ends, which <paramref name="end"/> does after so many writes.</summary>
    public async Task RunAsync(IDatabase store, int seed, int writes, Func<Task> end)
    {
        var left = writes;
        using var enough = new SemaphoreSlim(0);
        var writers = Enumerable.Range(0, Writers).Select(writer => WriteAsync(writer, new Random(unchecked(seed * 1_009 + writer)))).ToList();
        await enough.WaitAsync(TestContext.Current.CancellationToken);
        await end();
        await Task.WhenAll(writers);

        async Task WriteAsync(int writer, Random random)
        {
            try
            {
                while (true)
                {
                    await StepAsync(store, random.Next(Records / Writers) * Writers + writer, random);
                    if (Interlocked.Decrement(ref left) == 0)
                    {
                        enough.Release();
                    }
                }
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                // The store has ended; what was under way stays in the list.
            }
        }
    }

    private async Task StepAsync(IDatabase store, int record, Random random)
    {
        var before = _acknowledged[record].ETag;
        var deletes = before.Length > 0 && random.Next(5) == 0;
        var data = new byte[random.Next(1, RecordLimitBytes)];
        random.NextBytes(data);
        var after = deletes ? ("", "") : ($"{random.NextInt64()}", HashOf(data));
        _underWay[record] = after;
        var result = deletes
            ? await store.ScriptEvaluateAsync(DeleteScript, [Key(record)], [before])
            : await store.ScriptEvaluateAsync(WriteScript, [Key(record)], [before, after.Item1, data]);
        Assert.Equal(0, (int)result);
        _acknowledged[record] = after;
        _underWay.TryRemove(record, out _);
    }

    private static RedisKey Key(int record) => $"records/{record}";

    private static RedisValue Value(HashEntry[] entries, string name) => entries.Single(entry => entry.Name == name).Value;

    private static string HashOf(byte[] data) => Convert.ToHexString(SHA256.HashData(data));
}
