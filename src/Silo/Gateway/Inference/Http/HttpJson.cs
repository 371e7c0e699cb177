using System.Text.Json.Serialization;

namespace RnnCluster.Silo.Gateway.Inference.Http;

/// <summary>JSON of the inference protocol. Unknown keys are an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(HttpInferRequest))]
[JsonSerializable(typeof(HttpServer))]
[JsonSerializable(typeof(HttpModel))]
internal sealed partial class HttpJson : JsonSerializerContext;
