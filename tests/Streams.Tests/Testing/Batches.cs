using System.Globalization;

namespace RnnCluster.Streams.Tests.Testing;

/// <summary>Batches of numbers.</summary>
internal static class Batches
{
    public static readonly StreamId A = Stream(0);
    public static readonly StreamId B = Stream(1);

    public static StreamId Stream(int number) => StreamId.Create("test", number.ToString(CultureInfo.InvariantCulture));

    public static LiveBatch Of(StreamId stream, params object[] events) => new(stream, [.. events], requestContext: null);

    public static LiveBatch InContext(StreamId stream, params object[] events) =>
        new(stream, [.. events], new Dictionary<string, object> { ["key"] = "value" });

    public static IEnumerable<object> EventsOf(IEnumerable<LiveBatch> batches, StreamId stream) =>
        batches.Where(batch => batch.StreamId.Equals(stream)).SelectMany(batch => batch.Events);
}
