using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Batching;

/// <summary>Many searches in one engine.</summary>
public sealed class BeamBatchTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TinyKinds.Translator, 1)]
    [InlineData(TinyKinds.Deep, 3)]
    public async Task Run_AHundredSearchesAtOnce_GivesEachAsAloneAndSharesPasses(string model, int workers)
    {
        var served = new ServedModel(cluster.Load(model));
        InputFrame[] frames = [.. Enumerable.Range(0, 100).Select(Frame)];
        var alone = new List<List<string>>();
        using var aloneMeter = new EngineMeter();
        using (var engine = TestEngine.Create(meter: aloneMeter))
        {
            foreach (var frame in frames)
            {
                alone.Add(await AnswerAsync(served, frame, engine));
            }

            // A search alone has its five beams, and before that the one row of its encoder.
            Assert.InRange(RowsPerPass(aloneMeter), 1, 5);
        }

        using var sharedMeter = new EngineMeter();
        using var shared = TestEngine.Create(workers, meter: sharedMeter);
        var held = new List<HeldWorker>();
        for (var worker = 0; worker < workers; worker++)
        {
            held.Add(await HeldWorker.HoldAsync(shared));
        }

        var together = Task.WhenAll(frames.Select(frame => AnswerAsync(served, frame, shared)));
        held.ForEach(worker => worker.Release());

        Assert.Equal(alone, await together.WaitAsync(Patience, Cancellation));
        Assert.InRange(RowsPerPass(sharedMeter), workers == 1 ? 50 : 10, 128);
        Assert.InRange(alone.Select(text => string.Concat(text)).Distinct().Count(), 5, 100);
    }

    private static double RowsPerPass(EngineMeter meter) => meter.Rows / (double)meter.Passes;

    private static InputFrame Frame(int index) => new()
    {
        Sequence = 0,
        Input = new IdsInput([.. Enumerable.Range(0, 1 + index % 9).Select(position => 2 + position * index % 6)]),
        Generation = new GenerationRequest { Tokens = 12, Beams = 5 },
        End = true,
    };

    private static async Task<List<string>> AnswerAsync(ServedModel model, InputFrame frame, StepEngine engine) =>
        OutputBits.Of(await LiveSessions.Open(model).AnswerAsync(frame, engine));
}
