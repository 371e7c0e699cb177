using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Sessions;

/// <summary>A beam search as it is stored.</summary>
[GenerateSerializer, Immutable, Alias("rnn.BeamRecord")]
internal sealed record BeamRecord(
    [property: Id(0)] int Width,
    [property: Id(1)] HypothesisRecord[] Live,
    [property: Id(2)] HypothesisRecord[] Finished,
    [property: Id(3)] int GivenOut)
{
    public static BeamRecord Of(BeamState beams) => new(
        beams.Width, [.. beams.Live.Select(HypothesisRecord.Of)], [.. beams.Finished.Select(HypothesisRecord.Of)], beams.GivenOut);

    public BeamState Restore() => new(
        Width, [.. Live.Select(hypothesis => hypothesis.Restore())], [.. Finished.Select(hypothesis => hypothesis.Restore())], GivenOut);
}
