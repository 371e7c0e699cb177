namespace RnnCluster.Cli.Generation;

/// <summary>What one session generated.</summary>
/// <param name="Index">Number of the session in its run, from 0.</param>
/// <param name="Text">The prompt and the tokens, joined.</param>
/// <param name="Tokens">Generated tokens.</param>
/// <param name="IsWhole">Whether the model ended the text itself.</param>
internal sealed record GeneratedText(int Index, string Text, int Tokens, bool IsWhole);
