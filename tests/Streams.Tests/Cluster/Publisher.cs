using System.Globalization;
using Orleans.Streams;

namespace RnnCluster.Streams.Tests.Cluster;

/// <summary>Publishes from a silo.</summary>
public interface IPublisher : IGrainWithStringKey
{
    /// <summary>Publishes numbered events.</summary>
    Task PublishAsync(string streamNamespace, string key, int producer, int count);
}

/// <inheritdoc/>
internal sealed class Publisher : Grain, IPublisher
{
    private const int Window = 200;

    public Task PublishAsync(string streamNamespace, string key, int producer, int count) =>
        PublishAsync(this.GetStreamProvider(StreamsCluster.Provider), streamNamespace, key, producer, 0, count);

    /// <summary>Publishes numbered events, a window of them at a time without waiting.</summary>
    public static async Task PublishAsync(IStreamProvider provider, string streamNamespace, string key, int producer, int from, int count)
    {
        var stream = provider.GetStream<Numbered>(StreamId.Create(streamNamespace, key));
        for (var number = from; number < from + count; number += Window)
        {
            await Task.WhenAll(Enumerable.Range(number, Math.Min(Window, from + count - number))
                .Select(each => stream.OnNextAsync(new Numbered(producer, each)))
                .ToList());
        }
    }

    /// <summary>A key for a stream of a test.</summary>
    public static string Key(string test, int number) => string.Create(CultureInfo.InvariantCulture, $"{test}-{number}");
}
