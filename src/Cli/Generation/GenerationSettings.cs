using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Cli.Generation;

/// <summary>What was asked of <c>rnn generate</c>.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Sessions">How many sessions, one text each.</param>
/// <param name="Seed">Seed of the run; session <c>i</c> draws from this and <c>i</c> alone.</param>
/// <param name="Prompt">What every text begins with; null for nothing.</param>
/// <param name="Request">How much and how to sample.</param>
internal sealed record GenerationSettings(string Model, int Sessions, ulong Seed, string? Prompt, GenerationRequest Request);
