using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Engine;

/// <summary>One live sequence: its state, and a token or a vector for each step.</summary>
internal sealed class TokenSession(RecurrentNetwork network, int index)
{
    // Spreads the sessions' tokens over the vocabulary.
    private const int Stride = 37;

    private readonly RecurrentState _state = network.CreateState();
    private readonly int[] _tokenRows = new int[1];
    private readonly float[] _vector = [.. Enumerable.Range(0, network.Shape.FeatureSize).Select(at => MathF.Sin(index + at))];

    public RecurrentNetwork Network => network;

    public long Steps => _state.Steps;

    public void Gather(StepBatch batch)
    {
        var row = batch.Add(_state);
        if (_vector.Length > 0)
        {
            batch.SetFeatures(row, _vector);
            return;
        }

        _tokenRows[0] = (int)((index + Stride * _state.Steps) % LstmNetwork.Vocabulary);
        batch.SetTokens(row, _tokenRows);
    }

    public void Scatter(StepBatch batch, int row) => batch.Scatter(row, _state);
}
