namespace RnnCluster.Cli.Evaluation;

/// <summary>What was asked of <c>rnn eval</c>.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="File">The data.</param>
/// <param name="References">Translations of the data's lines; null when they are in the data.</param>
/// <param name="Split">The split to take of a file that has several.</param>
/// <param name="Every">Takes every N-th case only.</param>
/// <param name="Limit">Most cases; null for all.</param>
/// <param name="Window">Most sessions at once.</param>
/// <param name="Beams">Hypotheses of the beam search; null for the package's own number.</param>
/// <param name="Require">The metric must not be worse; null for no requirement.</param>
/// <param name="AsJson">Whether the report is JSON.</param>
internal sealed record EvaluationSettings(
    string Model,
    string File,
    string? References,
    string Split,
    int Every,
    int? Limit,
    int Window,
    int? Beams,
    double? Require,
    bool AsJson);
