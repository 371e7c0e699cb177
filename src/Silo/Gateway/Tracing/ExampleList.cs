using System.Text.Json;

namespace RnnCluster.Silo.Gateway.Tracing;

/// <summary>The examples that a model's package brings.</summary>
/// <param name="Examples">Lines of <c>rnn infer</c>.</param>
internal sealed record ExampleList(IReadOnlyList<JsonElement> Examples);
