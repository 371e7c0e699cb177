namespace RnnCluster.LiveStreams.Processes;

/// <summary>Processor time by who took it.</summary>
/// <param name="Silos">All of them.</param>
/// <param name="Client">The client process.</param>
/// <param name="Observer">The process that measures.</param>
/// <param name="Machine">All processes of the machine.</param>
internal readonly record struct ProcessorTimes(TimeSpan Silos, TimeSpan Client, TimeSpan Observer, TimeSpan Machine)
{
    /// <summary>What processes took that have no part in the benchmark.</summary>
    public TimeSpan Others => Machine - Silos - Client - Observer;

    public static ProcessorTimes operator -(ProcessorTimes left, ProcessorTimes right) => new(
        left.Silos - right.Silos, left.Client - right.Client, left.Observer - right.Observer, left.Machine - right.Machine);
}
