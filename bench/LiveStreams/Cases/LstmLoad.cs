namespace RnnCluster.LiveStreams.Cases;

/// <summary>A recurrent network under load.</summary>
/// <param name="System">What serves it.</param>
/// <param name="Tokens">Tokens of a frame.</param>
internal sealed record LstmLoad(string System, int Tokens)
{
    public override string ToString() => $"{System}, {Tokens} a frame";
}
