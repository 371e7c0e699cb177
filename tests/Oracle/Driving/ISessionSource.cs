using RnnCluster.Oracle.Frames;

namespace RnnCluster.Oracle.Driving;

/// <summary>How a client process comes to the sessions of the run.</summary>
internal interface ISessionSource
{
    /// <summary>Opens a session that nobody had before.</summary>
    Task<IDrivenSession> OpenAsync(SessionPlan plan);

    /// <summary>Goes on with a session of an earlier process, behind the answers that are in the journal.</summary>
    Task<IDrivenSession> ResumeAsync(SessionPlan plan, long answeredThrough);
}
