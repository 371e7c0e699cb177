namespace RnnCluster.Grains.Telemetry;

/// <summary>How much this silo has to do, and how much it may have.</summary>
public interface ISiloLoad
{
    /// <summary>Sessions in memory.</summary>
    int Sessions { get; }

    /// <summary>Most of them.</summary>
    int SessionsLimit { get; }

    /// <summary>Jobs that the step engine holds.</summary>
    int EngineJobs { get; }

    /// <summary>Most of them.</summary>
    int EngineJobsLimit { get; }

    /// <summary>Rows that its passes advanced by a step, a token each, so far.</summary>
    long EngineRows { get; }

    /// <summary>Passes that it ran, a batch each, so far.</summary>
    long EnginePasses { get; }

    /// <summary>Models that sessions can run on.</summary>
    int ModelsServed { get; }

    /// <summary>Packages that are broken.</summary>
    int ModelsBroken { get; }
}
