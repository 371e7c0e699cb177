using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnCluster.Client.Json;

/// <summary>JSON of frames and answers: camelCase, unknown keys are an error, what is absent is left out, NaN and infinities are strings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InferenceBody))]
[JsonSerializable(typeof(InferenceLine))]
[JsonSerializable(typeof(InferenceOutput))]
public sealed partial class InferenceJson : JsonSerializerContext
{
    /// <summary>Writes text as it is: it is read by programs and terminals, not as part of a page.</summary>
    public static InferenceJson Plain => field ??= new InferenceJson(new JsonSerializerOptions(Default.GeneratedSerializerOptions!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
