using System.Text;
using RnnCluster.Client.Json;
using RnnCluster.LiveStreams.Load;

namespace RnnCluster.LiveStreams.Serving;

/// <summary>Sessions of RnnCluster over WebSockets.</summary>
/// <param name="port">Port of the gateway.</param>
/// <param name="model">What the sessions are opened on.</param>
/// <param name="socketSessions">Sessions of each socket.</param>
internal sealed class SocketTarget(int port, string model, int socketSessions) : ILoadTarget
{
    private readonly FramePool<string> _frames = new(ids => $"[{string.Join(',', ids)}]");
    private readonly List<LoadSocket> _sockets = [];

    public async Task PrepareAsync(int sessions)
    {
        while (_sockets.Count * socketSessions < sessions)
        {
            _sockets.Add(await LoadSocket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/v1/socket")));
        }
    }

    public async Task OpenAsync(int session) =>
        await SocketOf(session).AskAsync(Name(session), Bytes($$$"""{"open":{"model":"{{{model}}}","session":"{{{Name(session)}}}","durability":"none"}}"""));

    public async Task AskAsync(int session, int tokens) =>
        await SocketOf(session).AskAsync(Name(session), Frame(session, _frames.Next(session, tokens), ""));

    public async Task<TracedStep[]> TraceAsync(int session, int[] tokens)
    {
        var answer = await SocketOf(session).AskAsync(Name(session), Frame(session, $"[{string.Join(',', tokens)}]", ""","scores":true"""));
        var output = InferenceBody.Read(answer, InferenceJson.Default.InferenceOutput, "an answer");
        return [.. output.Outputs!.Select(step => new TracedStep(step.Label!, step.Probabilities!))];
    }

    private static string Name(int session) => $"bench-{session}";

    private static byte[] Frame(int session, string ids, string more) => Bytes($$"""{"session":"{{Name(session)}}","ids":{{ids}}{{more}}}""");

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private LoadSocket SocketOf(int session) => _sockets[session / socketSessions];
}
