using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Tests.Sessions;

/// <summary>A session that does nothing; tests override what they need.</summary>
internal abstract class SessionGrainStub : ISessionGrain
{
    public virtual Task<SessionPosition> OpenAsync(OpenRequest request) => throw new NotSupportedException();

    public virtual Task<SessionPosition> GetPositionAsync() => throw new NotSupportedException();

    public virtual Task<SessionPosition> ResetAsync() => throw new NotSupportedException();

    public virtual Task<SessionPosition> SnapshotAsync(string name) => throw new NotSupportedException();

    public virtual Task<IReadOnlyList<string>> ListSnapshotsAsync() => throw new NotSupportedException();

    public virtual Task<SessionPosition> RewindAsync(string name) => throw new NotSupportedException();

    public virtual Task<SessionPosition> ForkAsync(string newId) => throw new NotSupportedException();

    public virtual Task<SessionExport> ExportAsync() => throw new NotSupportedException();

    public virtual Task<SessionPosition> ImportAsync(byte[] content, bool continueSequence) => throw new NotSupportedException();

    public virtual Task<AnswerPage> ReadAnswersAsync(long afterSequence, int afterPart, TimeSpan wait) => throw new NotSupportedException();

    public virtual Task<SessionMove> MoveAsync(string? silo) => throw new NotSupportedException();

    public virtual Task CloseAsync() => throw new NotSupportedException();
}
