using System.Text;
using RnnCluster.Silo.Gateway.Sockets.Sending;

namespace RnnCluster.Silo.Tests.Gateway.Sockets.Sending;

public sealed class CoalescingStreamTests : IDisposable
{
    private readonly WritesStream _inner = new();
    private readonly CoalescingStream _stream;

    public CoalescingStreamTests() => _stream = new CoalescingStream(_inner);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_NotHeld_IsWrittenAtOnce()
    {
        await WriteAsync("a");
        await WriteAsync("b");

        Assert.Equal(["a", "b"], _inner.Writes);
    }

    [Fact]
    public async Task Write_Held_IsWrittenTogetherInOrder()
    {
        _stream.Hold(4);
        for (var i = 0; i < 1_000; i++)
        {
            await WriteAsync($"{i} ");
        }

        Assert.Empty(_inner.Writes);
        await _stream.ReleaseAsync(Cancellation);
        await WriteAsync("end");

        Assert.Equal([string.Concat(Enumerable.Range(0, 1_000).Select(i => $"{i} ")), "end"], _inner.Writes);
    }

    [Fact]
    public async Task Release_WithoutWrites_WritesNothing()
    {
        _stream.Hold(10);
        await _stream.ReleaseAsync(Cancellation);

        Assert.Empty(_inner.Writes);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _inner.Dispose();
    }

    private async Task WriteAsync(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), Cancellation);

    private sealed class WritesStream : MemoryStream
    {
        public List<string> Writes { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes.Add(Encoding.UTF8.GetString(buffer.Span));
            return ValueTask.CompletedTask;
        }
    }
}
