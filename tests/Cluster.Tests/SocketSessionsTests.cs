using System.Net.WebSockets;
using RnnCluster.Oracle.Driving;
using RnnCluster.Oracle.Driving.Sockets;
using RnnCluster.Oracle.Frames;
using RnnCluster.Oracle.Journal;
using RnnCluster.Silo;

namespace RnnCluster.Cluster.Tests;

/// <summary>Sessions over WebSockets to silos in their own processes, one of which ends in the middle.</summary>
public sealed class SocketSessionsTests
{
    private const ulong Seed = 31;
    private const int Sessions = 14;
    private const int FramesBefore = 20;
    private const int Frames = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Sessions_OneGatewaysProcessKilledAndOneDrained_AnswersOfAQuietSilo()
    {
        var killed = await RunAsync(silos: 2, async silos => await silos[1].KillAsync());
        var drained = await RunAsync(silos: 2, async silos => Assert.Equal(0, await silos[1].TerminateAsync()));
        var quiet = await RunAsync(silos: 1, _ => Task.CompletedTask);

        for (var session = 0; session < Sessions; session++)
        {
            Assert.Equal(quiet[session], killed[session]);
            Assert.Equal(quiet[session], drained[session]);
        }
    }

    [Fact]
    public async Task Socket_OfASiloThatDrains_IsToldToGoElsewhere()
    {
        var ports = LoopbackPorts.FindFree(1);
        await using var silos = new ChangingSilos(count: 1);
        await silos.StartAsync(0, "--http", $"{ports[0]}");
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("rnn.v1");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{ports[0]}/v1/socket"), TestContext.Current.CancellationToken);

        var ending = silos[0].TerminateAsync();
        var end = await socket.ReceiveAsync(new ArraySegment<byte>(new byte[1_024]), TestContext.Current.CancellationToken);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);

        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, end.CloseStatus);
        Assert.Equal(0, await ending);
    }

    /// <summary>All answers of all sessions, while something is done to the silos.</summary>
    private static async Task<string[][]> RunAsync(int silos, Func<ChangingSilos, Task> disturb)
    {
        var folder = Directory.CreateTempSubdirectory("rnn-sockets-");
        try
        {
            var ports = LoopbackPorts.FindFree(silos);
            await using var changing = new ChangingSilos(silos, "--store", "embedded", "--data", folder.FullName);
            for (var silo = 0; silo < silos; silo++)
            {
                await changing.StartAsync(silo, "--http", $"{ports[silo]}");
            }

            await using var sessions = new SocketSessions(ports.Select(port => $"127.0.0.1:{port}"));
            using var before = new CountdownEvent(Sessions);
            var running = Task.WhenAll(Enumerable.Range(0, Sessions).Select(number => DriveAsync(sessions, number, before)));
            await Task.Run(() => Assert.True(before.Wait(Patience), "the sessions did not come so far"));
            await disturb(changing);
            return await running.WaitAsync(Patience);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string[]> DriveAsync(SocketSessions sessions, int number, CountdownEvent before)
    {
        var plan = SessionPlan.Of(Seed, number);
        await using var session = await sessions.OpenAsync(plan);
        var sending = SendAsync(session, plan);
        var answers = new List<string>();
        await foreach (var output in session.ReadOutputsAsync())
        {
            answers.Add($"{output.Sequence} {AnswerPart.Of(output)}");
            if (output is { Sequence: FramesBefore, Last: true })
            {
                before.Signal();
            }
        }

        await sending;
        Assert.Equal(Frames, answers.Select(answer => answer.Split(' ')[0]).Distinct().Count());
        return [.. answers];
    }

    private static async Task SendAsync(IDrivenSession session, SessionPlan plan)
    {
        for (var sequence = 0; sequence < Frames; sequence++)
        {
            Assert.Equal(sequence, await session.SendAsync(plan.FrameAt(sequence)));
        }

        session.CompleteSending();
    }
}
