using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Orleans.Streams;
using RnnCluster.Streams.Queues;
using RnnCluster.Streams.Receiving;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Receiving;

/// <summary>Several subscribers of several streams, each at its own pace: each gets all from its start on, and nothing is kept.</summary>
public sealed class LiveQueueCacheProperties
{
    private const int Streams = 2;

    private static readonly Gen<(Step Step, int Stream, int Subscriber)[]> Steps =
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, Streams - 1], Gen.Int[0, 2]).Array[0, 80];

    private enum Step
    {
        Publish,
        PublishMore,
        Subscribe,
        Move,
        MoveOn,
        Unsubscribe,
    }

    [Fact]
    public void Steps_InAnyOrder_GiveEachSubscriberAllInOrder() => Steps.Sample(
        steps =>
        {
            var run = new Run();
            foreach (var (step, stream, subscriber) in steps)
            {
                run.Do(step, stream, subscriber);
            }

            run.Finish();
        },
        iter: 3_000,
        seed: "0001KHvfAr23");

    private sealed class Run
    {
        private readonly LiveStreamOptions _options = new() { MessageEventsLimit = 3 };
        private readonly FakeTimeProvider _time = new();
        private readonly Dictionary<(int Stream, int Subscriber), Subscription> _subscriptions = [];
        private readonly int[] _published = new int[Streams];
        private readonly LiveQueue _queue;
        private readonly LiveQueueCache _cache;
        private long _sequence;

        public Run()
        {
            _queue = new LiveQueue("input/3", _options, _time);
            _queue.OpenDoor();
            _cache = new LiveQueueCache(_queue, _options, _time, new ListLogger());
        }

        public void Do(Step step, int stream, int subscriber)
        {
            switch (step)
            {
                case Step.Publish or Step.PublishMore:
                    Publish(stream);
                    break;
                case Step.Subscribe when !_subscriptions.ContainsKey((stream, subscriber)):
                    _subscriptions[(stream, subscriber)] = new Subscription(
                        _cache.GetCacheCursor(Batches.Stream(stream), token: null), _published[stream]);
                    break;
                case Step.Move or Step.MoveOn when _subscriptions.TryGetValue((stream, subscriber), out var subscription):
                    subscription.Move();
                    break;
                case Step.Unsubscribe when _subscriptions.Remove((stream, subscriber), out var subscription):
                    subscription.Cursor.Dispose();
                    break;
            }
        }

        public void Finish()
        {
            foreach (var ((stream, _), subscription) in _subscriptions)
            {
                while (subscription.Move())
                {
                }

                Assert.Equal(_published[stream], subscription.Next);
                subscription.Cursor.Dispose();
            }

            _time.Advance(LiveQueueCache.OrphanAge);
            _cache.TryPurgeFromCache(out _);
            Assert.Equal((0, 0, 0), (_queue.Events, _queue.Streams, _cache.Streams));
        }

        private void Publish(int stream)
        {
            _queue.TryAdd(Batches.Stream(stream), _published[stream]++);
            var batches = _queue.ReadAsync(TimeSpan.Zero, CancellationToken.None).Result;
            batches.ForEach(batch => batch.Place(++_sequence));
            _cache.AddToCache([.. batches]);
        }
    }

    private sealed class Subscription(IQueueCacheCursor cursor, int next)
    {
        public IQueueCacheCursor Cursor { get; } = cursor;

        public int Next { get; private set; } = next;

        public bool Move()
        {
            if (!Cursor.TryMove())
            {
                return false;
            }

            foreach (var item in ((LiveBatch)Cursor.GetCurrent(out _)!).Events)
            {
                Assert.Equal(Next++, item);
            }

            return true;
        }
    }
}
