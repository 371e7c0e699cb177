using System.Threading.Channels;
using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Streams;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>Listens to an output stream with the plain Orleans API.</summary>
internal sealed class StreamTap : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<OutputFrame> _heard = Channel.CreateUnbounded<OutputFrame>();
    private StreamSubscriptionHandle<OutputFrame> _subscription = null!;

    private StreamTap()
    {
    }

    public static async Task<StreamTap> OpenAsync(IClusterClient cluster, string key)
    {
        var tap = new StreamTap();
        tap._subscription = await cluster.GetStreamProvider(RnnStreams.OutputProvider)
            .GetStream<OutputFrame>(RnnStreams.Output(key))
            .SubscribeAsync((output, _) => tap._heard.Writer.WriteAsync(output).AsTask());
        return tap;
    }

    /// <summary>Whether something was heard that nobody read.</summary>
    public bool HasMore => _heard.Reader.Count > 0;

    /// <summary>The next output, whatever it is.</summary>
    public Task<OutputFrame> NextAsync() => _heard.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);

    /// <summary>All outputs up to the last part of the answer to frame <paramref name="sequence"/>.</summary>
    public async Task<List<OutputFrame>> ThroughAsync(long sequence)
    {
        var outputs = new List<OutputFrame>();
        do
        {
            outputs.Add(await NextAsync());
        }
        while (outputs[^1] is not { Last: true, ResendFrom: null } last || last.Sequence != sequence);
        return outputs;
    }

    /// <summary>The answers among <paramref name="outputs"/>, each part once, as a receiver keeps them.</summary>
    public static List<OutputFrame> Answers(IEnumerable<OutputFrame> outputs) =>
    [
        .. outputs.Where(output => output.ResendFrom is null && output.Error is null)
            .DistinctBy(output => (output.Sequence, output.Part)).OrderBy(output => output.Sequence).ThenBy(output => output.Part),
    ];

    public async ValueTask DisposeAsync() => await _subscription.UnsubscribeAsync();
}
