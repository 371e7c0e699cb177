namespace RnnCluster.Streams.Tests.Testing;

/// <summary>A grain whose turns run when the test says so.</summary>
internal sealed class FakeGrain : IGrainContext, IWorkItemScheduler
{
    private readonly Queue<Action> _turns = new();
    private readonly TaskCompletionSource _deactivated = new();

    public GrainReference GrainReference => throw new NotSupportedException();

    public GrainId GrainId => throw new NotSupportedException();

    public object? GrainInstance => null;

    public ActivationId ActivationId => throw new NotSupportedException();

    public GrainAddress Address => throw new NotSupportedException();

    public IServiceProvider ActivationServices => throw new NotSupportedException();

    public IGrainLifecycle ObservableLifecycle => throw new NotSupportedException();

    public IWorkItemScheduler Scheduler => this;

    public Task Deactivated => _deactivated.Task;

    /// <summary>Runs all turns that wait.</summary>
    /// <returns>How many there were.</returns>
    public int RunTurns()
    {
        var count = 0;
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        for (; _turns.TryDequeue(out var turn); count++)
        {
            turn();
        }

        SynchronizationContext.SetSynchronizationContext(context);
        return count;
    }

    public void QueueAction(Action action) => _turns.Enqueue(action);

    public void QueueAction(Action<object> action, object state) => _turns.Enqueue(() => action(state));

    public void QueueTask(Task task) => throw new NotSupportedException();

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) => _deactivated.TrySetResult();

    public void SetComponent<TComponent>(TComponent? value)
        where TComponent : class => throw new NotSupportedException();

    public object? GetTarget() => null;

    public object? GetComponent(Type componentType) => null;

    public void ReceiveMessage(object message) => throw new NotSupportedException();

    public void Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public void Rehydrate(IRehydrationContext context) => throw new NotSupportedException();

    public void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);
}
