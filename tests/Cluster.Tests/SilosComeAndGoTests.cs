using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using RnnCluster.Cli.Connection;

namespace RnnCluster.Cluster.Tests;

/// <summary>Silos join and leave while sessions work; the sessions notice nothing.</summary>
public sealed partial class SilosComeAndGoTests
{
    private const int Sessions = 200;

    // Frames of every session between one change and the next.
    private const int FramesBetween = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // 20 s for the sessions to move, which is the default of SessionOptions.DrainMs, and the rest of the silo's stop.
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Sessions_SilosJoinAndLeaveUnderLoad_AnswersOfOneQuietSilo()
    {
        var changing = await RunWhileSilosComeAndGoAsync();
        var quiet = await RunOnOneSiloAsync([.. changing.Select(answers => answers.Count)]);

        for (var session = 0; session < Sessions; session++)
        {
            Assert.Equal(quiet[session], changing[session]);
        }
    }

    private static async Task<IReadOnlyList<string>[]> RunWhileSilosComeAndGoAsync()
    {
        await using var silos = new ChangingSilos(count: 4);
        await silos.StartAsync(0);
        await silos.StartAsync(1);
        await using var connection = await ConnectAsync(silos.Gateways[..2]);
        var loads = await OpenAsync(connection);
        using var stop = new CancellationTokenSource();
        var running = Task.WhenAll(loads.Select(load => load.RunUntilAsync(stop.Token)));

        await ProgressAsync(loads, running);
        await silos.StartAsync(2);
        await ProgressAsync(loads, running);
        await LeaveAsync(silos[1]);
        await ProgressAsync(loads, running);
        await silos.StartAsync(3);
        await ProgressAsync(loads, running);
        await LeaveAsync(silos[2]);
        await ProgressAsync(loads, running);

        await stop.CancelAsync();
        await running.WaitAsync(Patience);
        return await AnswersAsync(loads);
    }

    private static async Task<IReadOnlyList<string>[]> RunOnOneSiloAsync(int[] frames)
    {
        await using var silos = new ChangingSilos(count: 1);
        await silos.StartAsync(0);
        await using var connection = await ConnectAsync(silos.Gateways);
        var loads = await OpenAsync(connection);
        await Task.WhenAll(loads.Zip(frames, (load, count) => load.RunAsync(count))).WaitAsync(Patience);
        return await AnswersAsync(loads);
    }

    private static Task<ClusterConnection> ConnectAsync(IPEndPoint[] gateways) =>
        ClusterConnection.OpenAsync(gateways, modelsFolder: "", options => options.SessionFramesLimit = SessionLoad.Window, CancellationToken.None);

    private static Task<SessionLoad[]> OpenAsync(ClusterConnection connection) =>
        Task.WhenAll(Enumerable.Range(0, Sessions).Select(number => SessionLoad.OpenAsync(connection.Client, number))).WaitAsync(Patience);

    /// <summary>Waits until every session has some more answers.</summary>
    private static async Task ProgressAsync(SessionLoad[] loads, Task running)
    {
        var progress = Task.WhenAll(loads.Select(load => load.AnsweredAsync(load.Answered + FramesBetween)));
        var first = await Task.WhenAny(progress, running).WaitAsync(Patience);
        await first;
        Assert.Same(progress, first);
    }

    /// <summary>Ends a silo in order; it must not have been idle.</summary>
    private static async Task LeaveAsync(RnnProcess silo)
    {
        var code = await silo.TerminateAsync().WaitAsync(LeavePatience);

        Assert.True(code == 0, silo.Errors);
        var drained = Drained().Match(silo.Errors);
        Assert.True(drained.Success, silo.Errors);
        Assert.InRange(int.Parse(drained.Groups["moved"].ValueSpan, CultureInfo.InvariantCulture), 1, Sessions);
        Assert.Equal("0", drained.Groups["stayed"].Value);
    }

    /// <summary>The answers of all sessions, which must be one a frame, in order, as many as the cluster says.</summary>
    private static async Task<IReadOnlyList<string>[]> AnswersAsync(SessionLoad[] loads)
    {
        var positions = await Task.WhenAll(loads.Select(load => load.NextSequenceAsync())).WaitAsync(Patience);
        Assert.Equal(loads.Select(load => (long)load.Answers.Count), positions);
        Assert.All(loads, load => Assert.Equal(
            Enumerable.Range(0, load.Answers.Count), load.Answers.Select(answer => int.Parse(answer.Split(' ')[0], CultureInfo.InvariantCulture))));
        return [.. loads.Select(load => load.Answers)];
    }

    [GeneratedRegex(@"This silo stops: (?<moved>\d+) of its sessions moved to other silos, (?<stayed>\d+) did not")]
    private static partial Regex Drained();
}
