using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;

namespace RnnCluster.Cli.Generation;

/// <summary>What was asked of <c>rnn generate</c>.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Sessions">How many sessions, one text each.</param>
/// <param name="Seed">Seed of the run; session <c>i</c> draws from this and <c>i</c> alone.</param>
/// <param name="Prompt">What every text begins with; null for nothing.</param>
/// <param name="Tokens">Most tokens of a text; null for what the model's package says.</param>
/// <param name="Sampling">How to sample; its number of tokens is <paramref name="Tokens"/>'s business.</param>
internal sealed record GenerationSettings(
    string Model, int Sessions, ulong Seed, string? Prompt, int? Tokens, GenerationRequest Sampling)
{
    /// <summary>The request of every session; <see cref="For"/> completes it.</summary>
    public GenerationRequest Request => Sampling with { Tokens = Tokens ?? 0 };

    /// <summary>The same, with what the package of <paramref name="model"/> says in place of what was not said.</summary>
    public GenerationSettings For(ModelSummary model) => this with { Tokens = Tokens ?? model.MaxTokens };
}
