using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>The path that sessions take: gather, step, scatter.</summary>
internal static class Stepping
{
    /// <summary>Advances all states by one input vector each, in one pass.</summary>
    /// <returns>The logits of every state.</returns>
    public static float[][] Pass(
        RecurrentNetwork network, StepBatch batch, IReadOnlyList<RecurrentState> states, IReadOnlyList<float[]> inputs)
    {
        batch.Clear();
        for (var i = 0; i < states.Count; i++)
        {
            batch.SetFeatures(batch.Add(states[i]), inputs[i]);
        }

        network.Step(batch);
        var logits = new float[states.Count][];
        for (var row = 0; row < states.Count; row++)
        {
            logits[row] = batch.Logits(row).ToArray();
            batch.Scatter(row, states[row]);
        }

        return logits;
    }

    /// <summary>Advances one state alone, input vector by input vector.</summary>
    /// <returns>The logits of every step, one after the other.</returns>
    public static float[] Alone(RecurrentNetwork network, RecurrentState state, IEnumerable<float[]> inputs)
    {
        var batch = network.CreateBatch(1);
        return [.. inputs.SelectMany(input => Pass(network, batch, [state], [input])[0])];
    }
}
