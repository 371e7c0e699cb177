using RnnCluster.LiveStreams.Load;
using RnnCluster.LiveStreams.Streams;

namespace RnnCluster.LiveStreams.Baseline;

/// <summary>Sessions of the baseline.</summary>
internal sealed class BaselineTarget(IClusterClient cluster)
    : StreamTarget<TokenFrame, LabelFrame>(cluster, BaselineGrain.InputNamespace)
{
    private readonly FramePool<int[]> _tokens = new(tokens => tokens);

    public override async Task<TracedStep[]> TraceAsync(int session, int[] tokens)
    {
        var answer = await AskAsync(session, new TokenFrame(session, tokens, ReplyKey, WithProbabilities: true));
        return Array.ConvertAll(answer.Steps, step => new TracedStep(step.Label, step.Probabilities!));
    }

    protected override TokenFrame Frame(int session, int tokens) => new(session, _tokens.Next(session, tokens), ReplyKey);

    protected override int SessionOf(LabelFrame answer) => answer.Session;
}
