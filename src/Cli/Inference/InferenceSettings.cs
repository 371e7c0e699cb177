namespace RnnCluster.Cli.Inference;

/// <summary>What was asked of <c>rnn infer</c>.</summary>
internal sealed record InferenceSettings(string Model, string Input, string Output, int Window, bool Scores);
