using CsCheck;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Streams.Queues;
using RnnCluster.Streams.Tests.Testing;

namespace RnnCluster.Streams.Tests.Queues;

/// <summary>Whatever happens in whatever order: every event arrives, in its stream's order, and nothing is kept.</summary>
public sealed class LiveQueueProperties
{
    private const int Streams = 3;

    private static readonly Gen<(Step Step, int Stream)[]> Steps = Gen.Select(Gen.Enum<Step>(), Gen.Int[0, Streams - 1]).Array[0, 60];

    private enum Step
    {
        Add,
        AddOne,
        AddInContext,
        Read,
        Deliver,
        Attach,
        Detach,
        Take,
        StopReading,
        Move,
        CloseDoor,
    }

    [Fact]
    public void Steps_InAnyOrder_KeepOrderAndLoseNothing() => Steps.Sample(
        steps =>
        {
            var run = new Run();
            foreach (var (step, stream) in steps)
            {
                run.Do(step, stream);
            }

            run.Finish();
        },
        iter: 3_000,
        seed: "0001KHvfAr23");

    private sealed class Run
    {
        private readonly LiveStreamOptions _options = new() { MessageEventsLimit = 3 };
        private readonly FakeAttachment?[] _grains = new FakeAttachment?[Streams];
        private readonly List<int>[] _arrived = [.. Enumerable.Range(0, Streams).Select(_ => new List<int>())];
        private readonly int[] _sent = new int[Streams];
        private List<LiveBatch> _withAgent = [];
        private LiveQueue _queue;

        public Run()
        {
            _queue = Create();
            _queue.OpenDoor();
        }

        public void Do(Step step, int stream)
        {
            switch (step)
            {
                case Step.Add:
                    Complete(_queue.AddAsync([Batches.Of(Batches.Stream(stream), Next(stream), Next(stream))]));
                    break;
                case Step.AddOne:
                    Assert.True(_queue.TryAdd(Batches.Stream(stream), Next(stream)));
                    break;
                case Step.AddInContext:
                    Complete(_queue.AddAsync([Batches.InContext(Batches.Stream(stream), Next(stream))]));
                    break;
                case Step.Read:
                    Read();
                    break;
                case Step.Deliver:
                    Deliver();
                    break;
                case Step.Attach:
                    _queue.Attach(Batches.Stream(stream), _grains[stream] ??= new FakeAttachment());
                    break;
                case Step.Detach:
                    Detach(stream);
                    break;
                case Step.Take:
                    Take(stream);
                    break;
                case Step.StopReading:
                    _queue.StopReading(_withAgent);
                    _withAgent = [];
                    break;
                case Step.Move:
                    Move();
                    break;
                default:
                    _queue.CloseDoor();
                    _queue.OpenDoor();
                    break;
            }
        }

        public void Finish()
        {
            for (var stream = 0; stream < Streams; stream++)
            {
                Take(stream);
            }

            Read();
            while (_withAgent.Count > 0)
            {
                Deliver();
            }

            for (var stream = 0; stream < Streams; stream++)
            {
                Assert.Equal(Enumerable.Range(0, _sent[stream]), _arrived[stream]);
            }

            Assert.Equal((0, 0), (_queue.Events, _queue.Streams));
        }

        private LiveQueue Create() => new("input/3", _options, new FakeTimeProvider());

        private object Next(int stream) => _sent[stream]++;

        private void Read()
        {
            _queue.Nudge();
            _withAgent.AddRange(Complete(_queue.ReadAsync(TimeSpan.Zero, CancellationToken.None)));
        }

        private void Deliver()
        {
            if (_withAgent is [var batch, ..])
            {
                _withAgent.RemoveAt(0);
                batch.Give();
                Arrive(batch.StreamId, batch.Events);
                _queue.Delivered(batch);
            }
        }

        private void Take(int stream)
        {
            if (_grains[stream] is { } grain)
            {
                Arrive(Batches.Stream(stream), grain.Take(_queue));
            }
        }

        private void Detach(int stream)
        {
            if (_grains[stream] is { } grain)
            {
                _queue.Detach(Batches.Stream(stream), grain);
                _grains[stream] = null;
            }
        }

        /// <summary>The agent stops, the door goes to another silo, where the grains are too by then.</summary>
        private void Move()
        {
            _queue.StopReading(_withAgent);
            _withAgent = [];
            _queue.Leave();
            _queue.CloseDoor();
            var next = Create();
            for (var stream = 0; stream < Streams; stream++)
            {
                if (_grains[stream] is { } grain)
                {
                    _queue.Detach(Batches.Stream(stream), grain);
                    next.Attach(Batches.Stream(stream), grain);
                }
            }

            next.TakeOver(_queue.TakeWaiting(onlyStranded: false));
            next.OpenDoor();
            Assert.Equal((0, 0), (_queue.Events, _queue.Streams));
            _queue = next;
        }

        private void Arrive(StreamId stream, IEnumerable<object> events) =>
            _arrived[Enumerable.Range(0, Streams).First(number => Batches.Stream(number).Equals(stream))].AddRange(events.Cast<int>());

        private static void Complete(Task task)
        {
            Assert.True(task.IsCompletedSuccessfully);
        }

        private static T Complete<T>(Task<T> task)
        {
            Assert.True(task.IsCompletedSuccessfully);
            return task.Result;
        }
    }
}
