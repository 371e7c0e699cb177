using System.Globalization;

namespace RnnCluster.Streams.Queues;

/// <summary>Names a queue in the cluster: <c>provider/number</c>. Key of its door.</summary>
internal readonly record struct QueueKey(string Provider, int Number)
{
    public static QueueKey Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        return new QueueKey(text[..slash], int.Parse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Provider}/{Number}");
}
