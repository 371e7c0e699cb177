using System.Runtime.CompilerServices;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Batching;

/// <summary>The ready queues of all networks; those with jobs stand in line and take turns. Not thread-safe.</summary>
internal sealed class ReadyQueues(StepEngineOptions options)
{
    // A network that nothing else holds any more takes its queue with it.
    private readonly ConditionalWeakTable<StepNetwork, ReadyQueue> _queues = [];
    private readonly Queue<ReadyQueue> _line = new();

    /// <summary>Whether no job waits.</summary>
    public bool IsEmpty => _line.Count == 0;

    /// <summary>Jobs that wait.</summary>
    public int Count => _line.Sum(queue => queue.Count);

    /// <summary>Puts a job at the end of its network's queue.</summary>
    /// <returns>Whether it is the first there, so that nobody was told yet.</returns>
    public bool Add(StepJob job) => Add(QueueOf(job), job);

    /// <summary>Begins a pass of the queue that is first in line; what it leaves goes to the end of the line.</summary>
    public StepPass Take()
    {
        var queue = _line.Dequeue();
        var pass = queue.Take(options);
        if (queue.Count > 0)
        {
            _line.Enqueue(queue);
        }

        return pass;
    }

    /// <summary>Begins a pass of a job that never waited.</summary>
    public StepPass TakeAlone(StepJob job) => QueueOf(job).TakeAlone(job, options);

    /// <summary>Ends a pass: its jobs that have more to do go to the end of the queue of the network that takes their next step.</summary>
    public void PutBack(StepPass pass)
    {
        foreach (var job in pass.Jobs)
        {
            Add(job.Network == pass.Queue.Network ? pass.Queue : QueueOf(job), job);
        }

        pass.Jobs.Clear();
        pass.Queue.Return(pass);
    }

    /// <summary>What the passes of each network did that are over.</summary>
    public List<PassCounts> CountWork() => [.. _queues.Select(static pair => pair.Value).Select(queue => queue.Work)];

    /// <summary>Takes all jobs out.</summary>
    public List<StepJob> Drain()
    {
        List<StepJob> jobs = [.. _line.SelectMany(queue => queue.Drain())];
        _line.Clear();
        return jobs;
    }

    private bool Add(ReadyQueue queue, StepJob job)
    {
        queue.Add(job);
        if (queue.Count > 1)
        {
            return false;
        }

        _line.Enqueue(queue);
        return true;
    }

    private ReadyQueue QueueOf(StepJob job)
    {
        if (!_queues.TryGetValue(job.Network, out var queue))
        {
            queue = new ReadyQueue(job.Network, job.Model);
            _queues.Add(job.Network, queue);
        }

        return queue;
    }
}
