namespace RnnCluster.Oracle.Harm;

/// <summary>One thing that was done.</summary>
/// <param name="Event">What was meant.</param>
/// <param name="StartedMs">When it was done, in milliseconds of <see cref="Clock"/>.</param>
internal sealed record HarmRecord(HarmEvent Event, long StartedMs)
{
    /// <summary>Keys of the sessions that lived where it was done.</summary>
    public required HashSet<string> Struck { get; init; }

    /// <summary>When all processes were there again.</summary>
    public long EndedMs { get; set; }

    /// <summary>Processes that were ended by <c>kill -9</c>.</summary>
    public int Kills { get; set; }

    /// <summary>What was seen.</summary>
    public string Remark { get; set; } = "";
}
