using System.Text.Json.Serialization;
using RnnCluster.Silo.Gateway.Hosting;

namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>JSON of what requests carry: as strict as that of frames.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(DurabilityConverter)])]
[JsonSerializable(typeof(OpenSessionRequest))]
[JsonSerializable(typeof(ForkRequest))]
[JsonSerializable(typeof(NameRequest))]
[JsonSerializable(typeof(FrameRequest))]
internal sealed partial class RestJson : JsonSerializerContext;
