using Microsoft.Extensions.Hosting;

namespace RnnCluster.Silo.Gateway.Inference;

/// <summary>Whether the silo takes requests.</summary>
internal static class Readiness
{
    /// <summary>It has joined its cluster, and does not stop.</summary>
    public static bool Of(IHostApplicationLifetime lifetime) =>
        lifetime.ApplicationStarted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested;
}
