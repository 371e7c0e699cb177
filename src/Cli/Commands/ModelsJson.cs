using System.Text.Json.Serialization;
using RnnCluster.Abstractions.Models;

namespace RnnCluster.Cli.Commands;

/// <summary>JSON of <c>rnn models --json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(ModelStateJson)])]
[JsonSerializable(typeof(IReadOnlyList<ModelSummary>))]
internal sealed partial class ModelsJson : JsonSerializerContext;
