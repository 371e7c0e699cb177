using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Tests.Sessions;

/// <summary>A session that says where it stands, as it is told.</summary>
internal sealed class FakeSessionGrain : SessionGrainStub
{
    public long NextSequence { get; set; }

    public long DurableThrough { get; set; } = -1;

    /// <summary>How it was opened, each time.</summary>
    public List<OpenRequest> Openings { get; } = [];

    /// <summary>Runs before an opening is answered.</summary>
    public Action<OpenRequest>? OnOpen { get; set; }

    /// <summary>Thrown by so many of the next openings.</summary>
    public Queue<Exception> OpenFaults { get; } = new();

    /// <summary>Thrown instead of an answer.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Completes with the first question for the position.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsClosed { get; private set; }

    public SessionPosition Position => new("tagger/s", "1", NextSequence, DurableThrough, Steps: 0);

    public override Task<SessionPosition> OpenAsync(OpenRequest request)
    {
        Openings.Add(request);
        if (OpenFaults.TryDequeue(out var fault))
        {
            return Task.FromException<SessionPosition>(fault);
        }

        OnOpen?.Invoke(request);
        return Task.FromResult(Position);
    }

    public override Task<SessionPosition> ResetAsync() => Task.FromResult(Position);

    public override Task<SessionPosition> GetPositionAsync()
    {
        Asked.TrySetResult();
        return Fault is null ? Task.FromResult(Position) : Task.FromException<SessionPosition>(Fault);
    }

    public override Task CloseAsync()
    {
        IsClosed = true;
        return Task.CompletedTask;
    }
}
