using System.Text.Json.Serialization;
using RnnCluster.Cli.Evaluation.Files;

namespace RnnCluster.Cli.Evaluation;

/// <summary>JSON of <c>rnn eval</c>: camelCase, unknown keys are an error, what is absent is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CaptionLine))]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
