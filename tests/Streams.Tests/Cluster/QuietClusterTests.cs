using Orleans.Streams;

namespace RnnCluster.Streams.Tests.Cluster;

public sealed class QuietClusterTests(QuietCluster fixture)
{
    private readonly StreamsCluster _cluster = fixture.Cluster;

    [Theory]
    [InlineData(PlainSubscriber.Namespace)]
    [InlineData(AttachedSubscriber.Namespace)]
    public async Task OnNextAsync_SeveralProducers_EachEventArrivesOnceInOrder(string streamNamespace)
    {
        const int Producers = 4;
        const int Count = 5_000;
        var publishers = Enumerable.Range(0, Producers).Select(producer => producer % 2 == 0
            ? _cluster.PublishAsync(streamNamespace, "many", producer, 0, Count)
            : _cluster.Silos.Client.GetGrain<IPublisher>($"{streamNamespace}{producer}").PublishAsync(streamNamespace, "many", producer, Count));

        await Task.WhenAll(publishers);

        (await _cluster.Journal.WaitAsync($"{streamNamespace}/many", Producers * Count)).AssertExactlyOnce(Producers, Count);
    }

    [Theory]
    [InlineData(PlainSubscriber.Namespace)]
    [InlineData(AttachedSubscriber.Namespace)]
    public async Task OnNextAsync_ManyStreams_EachEventArrivesOnceInOrder(string streamNamespace)
    {
        const int Streams = 100;
        const int Count = 100;

        await Task.WhenAll(Enumerable.Range(0, Streams).Select(number =>
            _cluster.PublishAsync(streamNamespace, Publisher.Key("one", number), producer: 0, 0, Count)));

        for (var number = 0; number < Streams; number++)
        {
            var arrivals = await _cluster.Journal.WaitAsync($"{streamNamespace}/{Publisher.Key("one", number)}", Count);
            arrivals.AssertExactlyOnce(producers: 1, Count);
        }
    }

    [Fact]
    public async Task OnNextAsync_GrainLeavesMemoryAgainAndAgain_KeepsOrder()
    {
        const int Producers = 2;
        const int Count = 2_000;

        await Task.WhenAll(Enumerable.Range(0, Producers).Select(producer =>
            _cluster.PublishAsync(AttachedSubscriber.Namespace, AttachedSubscriber.Restless, producer, 0, Count)));

        var arrivals = await _cluster.Journal.WaitAsync($"{AttachedSubscriber.Namespace}/{AttachedSubscriber.Restless}", Producers * Count);
        arrivals.AssertAtLeastOnce(Producers, Count);
    }

    [Fact]
    public async Task OnNextAsync_SubscriberFailsOnce_GetsAllTheSame()
    {
        await _cluster.PublishAsync(FailingSubscriber.Namespace, "fails", producer: 0, 0, 100);

        (await _cluster.Journal.WaitAsync($"{FailingSubscriber.Namespace}/fails", 100)).AssertAtLeastOnce(producers: 1, 100);
    }

    [Fact]
    public async Task OnNextBatchAsync_ManyEvents_ArriveOnceInOrder()
    {
        const int Count = 5_000;
        var stream = _cluster.Streams.GetStream<Numbered>(StreamId.Create(AttachedSubscriber.Namespace, "batches"));

        foreach (var numbers in Enumerable.Range(0, Count).Chunk(2_500))
        {
            await stream.OnNextBatchAsync(numbers.Select(number => new Numbered(0, number)));
        }

        (await _cluster.Journal.WaitAsync($"{AttachedSubscriber.Namespace}/batches", Count)).AssertExactlyOnce(producers: 1, Count);
    }

    [Theory]
    [InlineData(PlainSubscriber.Namespace)]
    [InlineData(AttachedSubscriber.Namespace)]
    public async Task OnNextAsync_RequestContext_ArrivesWithItsEvent(string streamNamespace)
    {
        var stream = _cluster.Streams.GetStream<Numbered>(StreamId.Create(streamNamespace, "context"));
        for (var number = 0; number < 20; number++)
        {
            RequestContext.Set("who", number % 2 == 0 ? "even" : "odd");
            await stream.OnNextAsync(new Numbered(0, number));
        }

        RequestContext.Clear();
        var arrivals = await _cluster.Journal.WaitAsync($"{streamNamespace}/context", 20);

        arrivals.AssertExactlyOnce(producers: 1, 20);
        Assert.Equal(Enumerable.Range(0, 20).Select(number => number % 2 == 0 ? "even" : "odd"), arrivals.Notes);
    }

    [Fact]
    public async Task SubscribeAsync_SeveralOfOneStream_EachGetsAll()
    {
        const int Count = 1_000;
        var stream = _cluster.Streams.GetStream<Numbered>(StreamId.Create(PlainSubscriber.Namespace, "shared"));
        var names = new[] { "client/a", "client/b", "client/c" };
        var handles = new List<StreamSubscriptionHandle<Numbered>>();
        foreach (var name in names)
        {
            handles.Add(await stream.SubscribeAsync((item, _) =>
            {
                _cluster.Journal.Record(name, item);
                return Task.CompletedTask;
            }));
        }

        await _cluster.PublishAsync(PlainSubscriber.Namespace, "shared", producer: 0, 0, Count);

        foreach (var name in names.Append($"{PlainSubscriber.Namespace}/shared"))
        {
            (await _cluster.Journal.WaitAsync(name, Count)).AssertExactlyOnce(producers: 1, Count);
        }

        await Task.WhenAll(handles.Select(handle => handle.UnsubscribeAsync()));
    }

    [Fact]
    public async Task SubscribeAsync_ManyStreamsOfOneClient_AFailureIsOneStreamsOwn()
    {
        const int Streams = 24;
        const int Count = 200;
        var failures = 0;
        var handles = await Task.WhenAll(Enumerable.Range(0, Streams).Select(number => _cluster.Streams
            .GetStream<Numbered>(StreamId.Create("fan", Publisher.Key("client", number)))
            .SubscribeAsync((item, _) =>
            {
                if (number == 0 && item.Number == Count / 2 && Interlocked.Increment(ref failures) == 1)
                {
                    throw new InvalidOperationException("fails once");
                }

                _cluster.Journal.Record(Publisher.Key("client/fan", number), item);
                return Task.CompletedTask;
            })));

        await Task.WhenAll(Enumerable.Range(0, Streams).Select(number =>
            _cluster.PublishAsync("fan", Publisher.Key("client", number), producer: 0, 0, Count)));

        (await _cluster.Journal.WaitAsync(Publisher.Key("client/fan", 0), Count)).AssertAtLeastOnce(producers: 1, Count);
        for (var number = 1; number < Streams; number++)
        {
            (await _cluster.Journal.WaitAsync(Publisher.Key("client/fan", number), Count)).AssertExactlyOnce(producers: 1, Count);
        }

        await Task.WhenAll(handles.Select(handle => handle.UnsubscribeAsync()));
    }

    [Fact]
    public async Task SubscribeAsync_StreamHadNobodyBefore_GetsWhatIsPublishedFromThenOn()
    {
        var stream = _cluster.Streams.GetStream<Numbered>(StreamId.Create("late", "client"));
        await stream.OnNextAsync(new Numbered(1, 0));
        var handle = await stream.SubscribeAsync((item, _) =>
        {
            _cluster.Journal.Record("client/late", item);
            return Task.CompletedTask;
        });

        // The agent may still be getting to know the subscriber.
        await _cluster.PublishAsync("late", "client", producer: 0, 0, 50);

        var arrivals = await _cluster.Journal.WaitAsync("client/late", 50);
        Assert.Equal(Enumerable.Range(0, 50), arrivals.All.Where(item => item.Producer == 0).Select(item => item.Number));
        await handle.UnsubscribeAsync();
    }

    [Fact]
    public async Task OnNextAsync_NobodySubscribes_DoesNotFillTheQueue()
    {
        var stream = _cluster.Silos.Client.GetStreamProvider(StreamsCluster.Small).GetStream<Numbered>(StreamId.Create("nobody", "here"));

        for (var number = 0; number < 4 * StreamsCluster.SmallEventsLimit; number++)
        {
            await stream.OnNextAsync(new Numbered(0, number));
        }
    }

    [Fact]
    public async Task OnNextAsync_NothingIsPublished_NobodyReads()
    {
        await _cluster.PublishAsync(PlainSubscriber.Namespace, "idle", producer: 0, 0, 10);
        await _cluster.Journal.WaitAsync($"{PlainSubscriber.Namespace}/idle", 10);
        var grain = _cluster.Silos.Client.GetGrain<ISubscriber>("idle", typeof(PlainSubscriber).FullName);

        // Agents that poll would come round while these calls go to and fro; other tests may still publish in the first rounds.
        long before;
        do
        {
            before = Reads();
            for (var call = 0; call < 500; call++)
            {
                await grain.PingAsync();
            }
        }
        while (Reads() != before && !TestContext.Current.CancellationToken.IsCancellationRequested);

        Assert.Equal(before, Reads());
    }

    private long Reads() => _cluster.Silos.GetActiveSilos()
        .Select(silo => StreamsCluster.QueuesOf(silo))
        .Sum(queues => Enumerable.Range(0, queues.Count).Sum(number => queues[number].Reads));
}
