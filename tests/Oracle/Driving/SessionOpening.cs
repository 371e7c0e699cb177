using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Client.Sessions;
using RnnCluster.Oracle.Frames;

namespace RnnCluster.Oracle.Driving;

/// <summary>How a client process comes to a session of the run, which may be new to the cluster or known from an earlier process.</summary>
internal static class SessionOpening
{
    /// <summary>Opens a session that nobody had before.</summary>
    public static Task<RnnSession> OpenAsync(RnnClient client, SessionPlan plan) =>
        client.OpenAsync(plan.Model, plan.Id, plan.Seed, plan.Durability);

    /// <summary>Goes on with a session of an earlier process, behind the answers that are in the journal.</summary>
    public static async Task<RnnSession> ResumeAsync(RnnClient client, SessionPlan plan, long answeredThrough)
    {
        try
        {
            return await client.ResumeAsync(plan.Model, plan.Id, answeredThrough);
        }
        catch (SessionException exception) when (exception.Code == ErrorCodes.UnknownSession)
        {
            // Its silo ended before its first checkpoint: it begins again, and is the same session then.
            return await OpenAsync(client, plan);
        }
    }
}
