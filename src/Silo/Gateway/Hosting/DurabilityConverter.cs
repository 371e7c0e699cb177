using System.Text.Json;
using System.Text.Json.Serialization;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Silo.Gateway.Hosting;

/// <summary>Durabilities by their names, as all JSON of the gateway has them.</summary>
internal sealed class DurabilityConverter() : JsonStringEnumConverter<SessionDurability>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
