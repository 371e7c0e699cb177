using RnnCluster.Grains.Telemetry;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Batching;

/// <summary>Jobs of one network whose next step can be taken, and the working space of its passes. Not thread-safe.</summary>
/// <param name="network">What takes the steps.</param>
/// <param name="model">The model that the network is part of.</param>
internal sealed class ReadyQueue(StepNetwork network, string model)
{
    private readonly Queue<StepJob> _jobs = new();
    private readonly Stack<StepPass> _resting = new();
    private int _readyRows;
    private int _passRows;

    public StepNetwork Network { get; } = network;

    /// <summary>The model, as metrics name it.</summary>
    public KeyValuePair<string, object?> ModelTag => Work.Model;

    /// <summary>What the passes did that are over.</summary>
    public PassCounts Work { get; private set; } = new(new(RnnMeter.Model, model), 0, 0, 0, 0, 0);

    /// <summary>Jobs that wait.</summary>
    public int Count => _jobs.Count;

    public void Add(StepJob job)
    {
        _jobs.Enqueue(job);
        _readyRows += job.Rows;
    }

    /// <summary>Begins a pass of the first jobs: of at least one, and of no more than one worker's share of all rows.</summary>
    public StepPass Take(StepEngineOptions options)
    {
        var pass = Begin(options);
        var free = Share(options);
        while (_jobs.TryPeek(out var next) && (pass.Jobs.Count == 0 || next.Rows <= free))
        {
            var rows = next.Rows;
            pass.Jobs.Add(_jobs.Dequeue());
            pass.Rows += rows;
            free -= rows;
        }

        _readyRows -= pass.Rows;
        _passRows += pass.Rows;
        return pass;
    }

    /// <summary>Begins a pass of a job that never waited.</summary>
    public StepPass TakeAlone(StepJob job, StepEngineOptions options)
    {
        var pass = Begin(options);
        pass.Jobs.Add(job);
        pass.Rows = job.Rows;
        _passRows += pass.Rows;
        return pass;
    }

    /// <summary>Takes the working space back; the pass must have no jobs any more.</summary>
    public void Return(StepPass pass)
    {
        _passRows -= pass.Rows;
        pass.Rows = 0;
        Work = Work.Plus(pass.Work);
        _resting.Push(pass);
    }

    /// <summary>Empties the queue.</summary>
    public List<StepJob> Drain()
    {
        List<StepJob> jobs = [.. _jobs];
        _jobs.Clear();
        _readyRows = 0;
        return jobs;
    }

    private StepPass Begin(StepEngineOptions options) =>
        _resting.TryPop(out var pass) ? pass : new StepPass(this, Math.Max(options.BatchLimit, StepJob.RowsLimit));

    /// <summary>What every worker gets when all rows, those in passes too, are split evenly in whole blocks.</summary>
    private int Share(StepEngineOptions options)
    {
        var even = (_readyRows + _passRows + options.Workers - 1) / options.Workers;
        var blocks = Math.Max(1, (even + RowBatch.TileRows - 1) / RowBatch.TileRows);
        return Math.Min(blocks * RowBatch.TileRows, options.BatchLimit);
    }
}
