using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Tests.Batching;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>What the answer to a frame of one token takes, from the frame to the output frame that is kept.</summary>
public sealed class FrameAllocationTests(ClusterFixture cluster)
{
    private const int Frames = 4_000;

    // 790 were measured, of which the output frame and its one output stay; a build that is not optimised takes more.
    private const double BytesLimit = 1_200;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Apply_FrameOfOneToken_TakesLittle(bool asIds)
    {
        using var engine = TestEngine.Create(callerRows: 1);
        var session = LiveSessions.Open(new ServedModel(cluster.Load(TinyModels.Strict)));
        FrameInput input = asIds ? new IdsInput([3]) : new TokensInput(["sat"]);
        var frames = Enumerable.Range(0, 2 * Frames).Select(number => new InputFrame { Sequence = number, Input = input }).ToArray();

        await TestEngine.OnThreadAsync(() => Apply(frames.AsSpan(0, Frames)));
        var allocated = await TestEngine.OnThreadAsync(() => Apply(frames.AsSpan(Frames)));

        Assert.InRange(allocated / (double)Frames, 1, BytesLimit);

        long Apply(ReadOnlySpan<InputFrame> frames)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var frame in frames)
            {
                var starting = session.StartAsync(frame, engine, CancellationToken.None);
                Assert.True(starting.IsCompletedSuccessfully);
                var reading = starting.Result.ReadPartAsync();
                Assert.True(reading.IsCompletedSuccessfully);
                session.Answer(frame, number: 0, reading.Result);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
