using System.Text.Json.Serialization;
using RnnCluster.Silo.Gateway.Hosting;

namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>JSON of what clients send: as strict as that of <c>rnn infer</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(DurabilityConverter)])]
[JsonSerializable(typeof(SocketMessage))]
internal sealed partial class SocketJson : JsonSerializerContext;
