using System.Text.Json;
using System.Text.Json.Serialization;
using RnnCluster.Recurrent.FeedForward;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Recurrent.Packages;

/// <summary>Reads <c>model.json</c>: camelCase keys, kebab-case choices, nothing unknown.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(KebabCase<Topology>), typeof(KebabCase<CellKind>), typeof(KebabCase<InputKind>), typeof(KebabCase<TokenizerKind>),
        typeof(KebabCase<TokenFeatureKind>), typeof(KebabCase<OutputActivation>),
        typeof(KebabCase<EncoderKind>), typeof(KebabCase<AttentionKind>), typeof(KebabCase<FeedForwardModuleKind>),
        typeof(KebabCase<WeightFormat>),
    ])]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext
{
    private sealed class KebabCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
        where T : struct, Enum;
}
