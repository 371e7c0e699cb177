namespace RnnCluster.Oracle.Judging;

/// <summary>Something that is wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="Session">Key of the session.</param>
/// <param name="Sequence">The frame.</param>
/// <param name="Text">What was found and what must be.</param>
internal sealed record Finding(FindingKind Kind, string Session, long Sequence, string Text);
