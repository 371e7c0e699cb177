using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization.Invocation;
using RnnCluster.Streams.Receiving;

namespace RnnCluster.Streams.Tests.Receiving;

public sealed class ClientDeliveriesTests : IDisposable
{
    private const string Consumer = "Orleans.Streams.IStreamConsumerExtension";

    private static readonly GrainId Client = GrainId.Create("sys.client", "somebody");
    private static readonly GrainId Session = GrainId.Create("session", "tagger/s");

    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly ClientDeliveries _deliveries;

    public ClientDeliveriesTests() => _deliveries = new ClientDeliveries(_services, _time);

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Invoke_ClientThatDoesNotAnswer_IsGivenUp()
    {
        var delivering = InvokeAsync(new FakeCall(Client, Consumer));
        _time.Advance(TimeSpan.FromMilliseconds(3_999));
        Assert.False(delivering.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        await Assert.ThrowsAsync<TimeoutException>(() => delivering);
    }

    [Fact]
    public async Task Invoke_ClientThatAnswers_EndsWithTheCall()
    {
        var call = new FakeCall(Client, Consumer);
        var delivering = InvokeAsync(call);

        call.Answer.SetResult();

        await delivering;
    }

    [Theory]
    [InlineData(true, "RnnCluster.IObserver")]
    [InlineData(false, Consumer)]
    public void Invoke_AnyOtherCall_IsLeftAlone(bool isClient, string interfaceName)
    {
        var call = new FakeCall(isClient ? Client : Session, interfaceName);

        Assert.Same(call.Answer.Task, InvokeAsync(call));
    }

    private Task InvokeAsync(FakeCall call) => _deliveries.Invoke(call);

    private sealed class FakeCall(GrainId target, string interfaceName) : IOutgoingGrainCallContext
    {
        public TaskCompletionSource Answer { get; } = new();

        public IInvokable Request { get; } = new FakeDelivery(Response.Completed);

        public object Grain => throw new NotSupportedException();

        public GrainId? SourceId => null;

        public GrainId TargetId => target;

        public GrainInterfaceType InterfaceType => throw new NotSupportedException();

        public string InterfaceName => interfaceName;

        public string MethodName => "DeliverBatch";

        public MethodInfo InterfaceMethod => throw new NotSupportedException();

        public object? Result { get; set; }

        public Response? Response { get; set; }

        public IGrainContext? SourceContext => null;

        public Task Invoke() => Answer.Task;
    }
}
