using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RnnCluster.Silo.Gateway.Health;

/// <summary>How a silo is.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Reasons">Why it is not healthy; empty when it is.</param>
internal sealed record HealthReply(string Status, IReadOnlyList<HealthReason> Reasons)
{
    public static HealthReply Of(HealthReport report) => new(
        report.Status == HealthStatus.Healthy ? "healthy" : "unhealthy",
        [
            .. report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
                .Select(entry => new HealthReason(entry.Key, entry.Value.Description ?? entry.Value.Exception?.Message ?? "it says no reason"))
                .OrderBy(reason => reason.Check, StringComparer.Ordinal),
        ]);
}
