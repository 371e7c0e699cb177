using RnnCluster.Grains.Batching;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Tests.Batching;

/// <summary>A job of a number of steps that keeps what it saw, and does what a test wants at a step.</summary>
internal sealed class CountingJob(RecurrentNetwork network, RecurrentState state, int steps, CancellationToken cancellation = default)
    : StepJob(cancellation)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string Model => "counting";

    public override RecurrentNetwork Network => network;

    public override int Rows => 1;

    public RecurrentState State => state;

    /// <summary>Ends when the last step is done, the job was cancelled, or a step failed.</summary>
    public Task Completion => _completion.Task;

    public List<float[]> Logits { get; } = [];

    /// <summary>Called with the number of steps done so far, before the next one's input is given.</summary>
    public Action<int>? BeforeStep { get; init; }

    /// <summary>Called with the number of steps done.</summary>
    public Action<int>? AfterStep { get; init; }

    public override void Gather(RowBatch batch)
    {
        var rows = (StepBatch)batch;
        var row = rows.Add(State);
        BeforeStep?.Invoke(Logits.Count);
        rows.SetFeatures(row, Input(Logits.Count));
    }

    public override bool Take(RowBatch batch, int first, StepScratch scratch)
    {
        var rows = (StepBatch)batch;
        rows.Scatter(first, State);
        Logits.Add(rows.Logits(first).ToArray());
        AfterStep?.Invoke(Logits.Count);
        return Logits.Count < steps;
    }

    public override void Complete(Exception? failure)
    {
        if (failure is null)
        {
            _completion.SetResult();
        }
        else
        {
            _completion.SetException(failure);
        }
    }

    /// <summary>What the job must see: its own steps, one after the other, alone.</summary>
    public static List<float[]> Alone(RecurrentNetwork network, RecurrentState state, int steps)
    {
        var batch = network.CreateBatch(1);
        var logits = new List<float[]>();
        for (var step = 0; step < steps; step++)
        {
            batch.Clear();
            batch.SetFeatures(batch.Add(state), Input(step, network));
            network.Step(batch);
            batch.Scatter(0, state);
            logits.Add(batch.Logits(0).ToArray());
        }

        return logits;
    }

    private float[] Input(int step) => Input(step, Network);

    private static float[] Input(int step, RecurrentNetwork network) =>
        [.. Enumerable.Range(0, network.Shape.FeatureSize).Select(column => MathF.Cos(step * (column + 1)))];
}
