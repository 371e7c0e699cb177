namespace RnnCluster.Abstractions.Models;

/// <summary>What a version of a model is there for.</summary>
public enum ModelState
{
    /// <summary>New sessions get it.</summary>
    Serving,

    /// <summary>A share of new sessions gets it.</summary>
    Candidate,

    /// <summary>No new session gets it unless it asks for it; sessions in memory are on it.</summary>
    Retiring,

    /// <summary>No new session gets it unless it asks for it; it is loaded when a stored session of it wakes.</summary>
    Standby,

    /// <summary>It is not served; the faults say why.</summary>
    Refused,
}
