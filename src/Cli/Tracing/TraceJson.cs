using System.Text.Json;
using System.Text.Json.Serialization;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Tracing;

namespace RnnCluster.Cli.Tracing;

/// <summary>JSON of <c>rnn trace --json</c>: camelCase, kebab-case choices, numbers that read back to the same bits.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KebabCase<Topology>), typeof(KebabCase<CellKind>), typeof(KebabCase<OutputActivation>)])]
[JsonSerializable(typeof(ForwardTrace))]
[JsonSerializable(typeof(float[][]))]
internal sealed partial class TraceJson : JsonSerializerContext
{
    private sealed class KebabCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
        where T : struct, Enum;
}
