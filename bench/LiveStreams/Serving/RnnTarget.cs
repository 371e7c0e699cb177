using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Client.Sessions;
using RnnCluster.LiveStreams.Load;

namespace RnnCluster.LiveStreams.Serving;

/// <summary>Sessions of RnnCluster through its client library.</summary>
internal sealed class RnnTarget(RnnClient client, string model, SessionDurability durability) : ILoadTarget
{
    private readonly FramePool<IdsInput> _frames = new(ids => new IdsInput(ids));
    private Open[] _sessions = [];

    public Task PrepareAsync(int sessions)
    {
        Array.Resize(ref _sessions, sessions);
        return Task.CompletedTask;
    }

    public async Task OpenAsync(int session)
    {
        var opened = await client.OpenAsync(model, $"bench-{session}", durability: durability);
        _sessions[session] = new Open(opened);
        _ = ReadAsync(_sessions[session]);
    }

    public Task AskAsync(int session, int tokens) => AskAsync(_sessions[session], _frames.Next(session, tokens), scores: false);

    public async Task<TracedStep[]> TraceAsync(int session, int[] tokens)
    {
        var answer = await AskAsync(_sessions[session], new IdsInput(tokens), scores: true);
        return [.. answer.Outputs.Select(step => new TracedStep(step.Label!, step.Probabilities!))];
    }

    private static async Task<OutputFrame> AskAsync(Open open, IdsInput input, bool scores)
    {
        var answer = open.Answers.ExpectAsync();
        await open.Session.SendAsync(input, scores: scores);
        return await answer;
    }

    private static async Task ReadAsync(Open open)
    {
        await foreach (var output in open.Session.ReadOutputsAsync())
        {
            if (output.Error is { } error)
            {
                open.Answers.Fail(new SessionException(error.Code, error.Message));
            }
            else if (output.Last)
            {
                open.Answers.Take(output);
            }
        }
    }

    /// <summary>A session, and who waits for its answers.</summary>
    private sealed class Open(RnnSession session)
    {
        public RnnSession Session { get; } = session;

        public AnswerQueue<OutputFrame> Answers { get; } = new();
    }
}
