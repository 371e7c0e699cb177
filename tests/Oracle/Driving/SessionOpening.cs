using RnnCluster.Client;
using RnnCluster.Client.Sessions;
using RnnCluster.Oracle.Frames;

namespace RnnCluster.Oracle.Driving;

/// <summary>How a client process comes to a session of the run, which may be new to the cluster or known from an earlier process.</summary>
internal static class SessionOpening
{
    /// <summary>Opens a session, or goes on with it behind the answers that are in the journal.</summary>
    /// <returns>The session, and the sequence number of the frame that it is to be sent next.</returns>
    public static async Task<(RnnSession Session, long Next)> OpenAsync(
        RnnClient client, SessionPlan plan, long answeredThrough, CancellationToken cancellation)
    {
        _ = answeredThrough;
        var session = await client.OpenAsync(plan.Model, plan.Id, plan.Seed, cancellation);
        return (session, session.Opened.NextSequence);
    }
}
