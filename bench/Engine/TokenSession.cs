using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Engine;

/// <summary>One live sequence: its state, and a token for each step.</summary>
internal sealed class TokenSession(RecurrentNetwork network, int index)
{
    // Spreads the sessions' tokens over the vocabulary.
    private const int Stride = 37;

    private readonly RecurrentState _state = network.CreateState();
    private readonly int[] _tokenRows = new int[1];

    public RecurrentNetwork Network => network;

    public long Steps => _state.Steps;

    public void Gather(StepBatch batch)
    {
        _tokenRows[0] = (int)((index + Stride * _state.Steps) % TokenNetwork.Vocabulary);
        batch.SetTokens(batch.Add(_state), _tokenRows);
    }

    public void Scatter(StepBatch batch, int row) => batch.Scatter(row, _state);
}
