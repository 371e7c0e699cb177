namespace RnnCluster.Cli.Tracing;

/// <summary>What was asked of <c>rnn trace</c>.</summary>
internal sealed record TraceSettings
{
    public required string Model { get; init; }

    /// <summary>The text as it was typed: what is read, or where it is.</summary>
    public required string Text { get; init; }

    public required string ModelsFolder { get; init; }

    public bool Json { get; init; }

    /// <summary>Where the heat map goes; null when none is wanted.</summary>
    public string? Picture { get; init; }

    /// <summary>Most units of a layer in the table.</summary>
    public int Units { get; init; } = int.MaxValue;

    /// <summary>Most inputs that are read; null for all.</summary>
    public int? Steps { get; init; }
}
