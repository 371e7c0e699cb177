using RnnCluster.Oracle.Faults;
using RnnCluster.Oracle.Harm;
using RnnCluster.Oracle.Stores;

namespace RnnCluster.Oracle;

/// <summary>A run, as it is asked for.</summary>
internal sealed record RunSettings
{
    /// <summary>Silos of a run.</summary>
    public const int DefaultSilos = 3;

    /// <summary>How long harm is done.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>What frames, harm and chance follow from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Sessions that are driven.</summary>
    public required int Sessions { get; init; }

    /// <summary>Frames a second, of all sessions together.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>Where membership and sessions are kept.</summary>
    public required StoreKind Store { get; init; }

    /// <summary>Folder of the model packages.</summary>
    public required string Models { get; init; }

    /// <summary>Share of the stream events that are lost.</summary>
    public required double DroppedShare { get; init; }

    /// <summary>Share of the stream events that come twice.</summary>
    public required double DoubledShare { get; init; }

    /// <summary>Kinds of harm that are done; empty for all that the store outlives.</summary>
    public IReadOnlyList<HarmKind> Harm { get; init; } = [];

    /// <summary>A fault that the silos are built with.</summary>
    public OracleFault Fault { get; init; }

    /// <summary>Folder for journal, logs and the store's files.</summary>
    public required string Folder { get; init; }

    /// <summary>Silos of the cluster.</summary>
    public int Silos { get; init; } = DefaultSilos;

    /// <summary>Whether sessions go over WebSockets to the silos' HTTP gateways, not over the cluster's own client.</summary>
    public bool OverSockets { get; init; }
}
