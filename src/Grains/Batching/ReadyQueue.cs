using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Batching;

/// <summary>Jobs of one network whose next step can be taken.</summary>
internal sealed class ReadyQueue(StepNetwork network)
{
    private readonly Queue<StepJob> _jobs = new();

    public StepNetwork Network { get; } = network;

    public IReadOnlyCollection<StepJob> Jobs => _jobs;

    /// <summary>Rows of all jobs.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether the queue stands in line for a worker.</summary>
    public bool Waiting { get; set; }

    public void Add(StepJob job)
    {
        _jobs.Enqueue(job);
        Rows += job.Rows;
    }

    /// <summary>Moves the first jobs to <paramref name="jobs"/>, at least one, as many as have no more than <paramref name="rows"/> rows.</summary>
    public void Take(int rows, List<StepJob> jobs)
    {
        while (_jobs.TryPeek(out var next) && (jobs.Count == 0 || next.Rows <= rows))
        {
            jobs.Add(_jobs.Dequeue());
            rows -= next.Rows;
            Rows -= next.Rows;
        }
    }
}
