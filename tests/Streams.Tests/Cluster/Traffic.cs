namespace RnnCluster.Streams.Tests.Cluster;

/// <summary>Producers in the client that publish on several streams, some to attached and some to plain subscribers, until told to stop.</summary>
public sealed class Traffic
{
    private const int Producers = 2;
    private const int Streams = 12;
    private const int Window = 20;

    // As with any producer that cares: it does not run away from its subscribers.
    private const int UnansweredLimit = 1_000;

    private readonly StreamsCluster _cluster;
    private readonly string _name;
    private readonly Task[] _loops;
    private readonly int[] _sent = new int[Streams * Producers];
    private volatile bool _isStopping;

    private Traffic(StreamsCluster cluster, string name)
    {
        _cluster = cluster;
        _name = name;
        _loops = [.. Enumerable.Range(0, Streams * Producers).Select(number => Task.Run(() => PublishAsync(number)))];
    }

    /// <summary>Starts; returns when all streams have subscribers and some events.</summary>
    public static async Task<Traffic> StartAsync(StreamsCluster cluster, string name)
    {
        var traffic = new Traffic(cluster, name);
        await traffic.FlowAsync();
        return traffic;
    }

    /// <summary>Waits until some more events of each stream have been taken in and have arrived.</summary>
    public async Task FlowAsync()
    {
        for (var stream = 0; stream < Streams; stream++)
        {
            var sent = Enumerable.Range(0, Producers).Sum(producer => Volatile.Read(ref _sent[(stream * Producers) + producer]));
            await _cluster.Journal.ReachAsync(Subscriber(stream), sent + Window);
        }
    }

    /// <summary>Stops; every event must arrive, in order, and not often twice.</summary>
    public async Task StopAsync()
    {
        _isStopping = true;
        await Task.WhenAll(_loops);
        for (var stream = 0; stream < Streams; stream++)
        {
            var sent = _sent[(stream * Producers)..((stream + 1) * Producers)];
            var arrivals = await _cluster.Journal.WaitAsync(Subscriber(stream), sent.Sum());
            for (var producer = 0; producer < Producers; producer++)
            {
                var first = arrivals.All.Where(item => item.Producer == producer).Distinct().Select(item => item.Number);
                Assert.Equal(Enumerable.Range(0, sent[producer]), first);
            }

            Assert.InRange(arrivals.All.Count, sent.Sum(), 2 * sent.Sum());
        }
    }

    private async Task PublishAsync(int number)
    {
        var (stream, producer) = Math.DivRem(number, Producers);
        while (!_isStopping)
        {
            await _cluster.Journal.ReachAsync(Subscriber(stream), _sent[number] - UnansweredLimit);
            await _cluster.PublishAsync(Namespace(stream), Publisher.Key(_name, stream), producer, _sent[number], Window);
            Volatile.Write(ref _sent[number], _sent[number] + Window);
        }
    }

    private string Subscriber(int stream) => $"{Namespace(stream)}/{Publisher.Key(_name, stream)}";

    private static string Namespace(int stream) => stream % 2 == 0 ? PlainSubscriber.Namespace : AttachedSubscriber.Namespace;
}
