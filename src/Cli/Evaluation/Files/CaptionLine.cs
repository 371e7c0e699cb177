using System.Text.Json;

namespace RnnCluster.Cli.Evaluation.Files;

/// <summary>A line of a file of pictures with captions.</summary>
internal sealed record CaptionLine
{
    /// <summary>The picture as the model reads it.</summary>
    public required float[] Features { get; init; }

    /// <summary>All captions that are right.</summary>
    public required string[] Captions { get; init; }

    /// <summary>What the picture shows, for people; not looked at.</summary>
    public JsonElement? Scene { get; init; }
}
