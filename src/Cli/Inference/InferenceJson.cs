using System.Text.Json.Serialization;

namespace RnnCluster.Cli.Inference;

/// <summary>JSON of <c>rnn infer</c>: camelCase, unknown keys are an error, what is absent is left out, NaN and infinities are strings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InferenceLine))]
[JsonSerializable(typeof(InferenceOutput))]
internal sealed partial class InferenceJson : JsonSerializerContext;
