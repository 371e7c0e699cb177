using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Client.Sessions;
using RnnCluster.Oracle.Frames;

namespace RnnCluster.Oracle.Driving;

/// <summary>Sessions over the cluster's own client.</summary>
internal sealed class ClusterSessions(RnnClient client) : ISessionSource
{
    public async Task<IDrivenSession> OpenAsync(SessionPlan plan) =>
        new ClusterSession(await client.OpenAsync(plan.Model, plan.Id, plan.Seed, plan.Durability));

    public async Task<IDrivenSession> ResumeAsync(SessionPlan plan, long answeredThrough)
    {
        try
        {
            return new ClusterSession(await client.ResumeAsync(plan.Model, plan.Id, answeredThrough));
        }
        catch (SessionException exception) when (exception.Code == ErrorCodes.UnknownSession)
        {
            // Its silo ended before its first checkpoint: it begins again, and is the same session then.
            return await OpenAsync(plan);
        }
    }

    private sealed class ClusterSession(RnnSession session) : IDrivenSession
    {
        public long NextSequence => session.NextSequence;

        public Task<long> SendAsync(SessionFrame frame) => session.SendAsync(frame.Input, frame.End, frame.Scores, frame.Generation);

        public void CompleteSending() => session.CompleteSending();

        public IAsyncEnumerable<OutputFrame> ReadOutputsAsync() => session.ReadOutputsAsync();

        public Task CloseAsync() => session.CloseAsync();

        public ValueTask DisposeAsync() => session.DisposeAsync();
    }
}
