namespace RnnCluster.Cli.Generation;

/// <summary>What one session generated.</summary>
/// <param name="Index">Number of the session in its run, from 0.</param>
/// <param name="Text">The prompt and the tokens, joined; empty for a model that generates vectors.</param>
/// <param name="Vectors">The vectors, for a model that generates those.</param>
/// <param name="Steps">Generated tokens or vectors.</param>
/// <param name="IsWhole">Whether the model ended the sequence itself.</param>
internal sealed record GeneratedSequence(int Index, string Text, IReadOnlyList<float[]> Vectors, int Steps, bool IsWhole);
