namespace RnnCluster.Silo.Gateway.Tracing;

/// <summary>The forward propagation of a sequence, as much of it as is looked at; numbers are rounded to 4 places.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Cell">The cell of every layer.</param>
/// <param name="HiddenSize">Length of <c>O_t</c> of one layer.</param>
/// <param name="Steps">The steps, in order.</param>
internal sealed record TraceAnswer(string Model, string Version, string Cell, int HiddenSize, IReadOnlyList<TracedStep> Steps);
