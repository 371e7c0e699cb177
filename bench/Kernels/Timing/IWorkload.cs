namespace RnnCluster.Kernels.Timing;

/// <summary>Something whose duration is measured.</summary>
internal interface IWorkload
{
    /// <summary>Does it <paramref name="times"/> times, one after the other, on this thread.</summary>
    void Repeat(long times);
}
