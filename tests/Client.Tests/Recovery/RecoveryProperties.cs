using CsCheck;

namespace RnnCluster.Client.Tests.Recovery;

/// <summary>Whatever is lost, comes twice, or crashes: the outputs that are shown are those of a session that nothing ever happened to.</summary>
public sealed class RecoveryProperties
{
    private const int Frames = 60;

    [Fact]
    public Task Outputs_SessionCrashesAndMessagesAreLostOrDoubled_AreShownOnceInOrder() => Gen.Int[0, int.MaxValue].SampleAsync(
        seed => RunAsync(seed, clientCrashes: false), iter: 400, seed: "0000KOIPe003", threads: 1);

    [Fact]
    public Task Outputs_ClientCrashesToo_AreShownOnceInOrder() => Gen.Int[0, int.MaxValue].SampleAsync(
        seed => RunAsync(seed, clientCrashes: true), iter: 400, seed: "0000KOIPe003", threads: 1);

    private static async Task RunAsync(int seed, bool clientCrashes)
    {
        var chance = new Random(seed);
        var grain = new CrashingSession(chance) { Harm = chance.Next(25) };
        await using var client = new RecoveringClient(grain, Frames, chance);
        await client.StartAsync();
        for (var turn = 0; turn < 400; turn++)
        {
            await (chance.Next(clientCrashes ? 21 : 20) switch
            {
                < 8 => client.SendAsync(),
                < 13 => client.ReceiveAsync(chance.Next(6)),
                < 16 => client.ReadAsync(chance.Next(6)),
                < 17 => Done(grain.Checkpoint),
                < 18 => Done(grain.Crash),
                < 20 => Done(() => client.Wait(chance.Next(1_500))),
                _ => client.CrashAsync(),
            });
        }

        grain.Harm = 0;
        for (var turn = 0; turn < 1_000 && !client.IsDone; turn++)
        {
            await client.SendAsync();
            await client.ReceiveAsync(int.MaxValue);
            await client.ReadAsync(int.MaxValue);
            client.Wait(milliseconds: 100);
            await Task.Yield();
        }

        Assert.Equal(CrashingSession.Undisturbed(Frames), client.Journal);
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
