using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Sessions;
using RnnCluster.Oracle.Frames;
using RnnCluster.Oracle.Journal;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Oracle.Judging;

/// <summary>What a session must give out: its frames in order, applied to its state by one thread, without any cluster.</summary>
internal sealed class ReplaySession
{
    private readonly SessionPlan _plan;
    private readonly ServedModel _model;
    private readonly FrameReader _reader;
    private readonly ReplayEngine _engine;
    private readonly RecurrentState _state;

    public ReplaySession(SessionPlan plan, ServedModel model, ReplayEngine engine)
    {
        _plan = plan;
        _model = model;
        _reader = new FrameReader(model, new SessionOptions());
        _engine = engine;
        _state = model.CreateState();
        _state.Sampler = new SamplerState(plan.Seed, 0);
    }

    /// <summary>The answer to the next frame, which must be the one of that number.</summary>
    public async Task<List<AnswerPart>> AnswerAsync(long sequence)
    {
        try
        {
            return await ApplyAsync(_reader.Plan(_plan.FrameAt(sequence).Numbered(sequence), _state));
        }
        catch (SessionException refusal)
        {
            return [AnswerPart.Of(refusal.Code, refusal.Message)];
        }
    }

    private async Task<List<AnswerPart>> ApplyAsync(FramePlan plan)
    {
        _state.PendingText = plan.PendingText;
        if (plan.Generation?.Seed is { } seed)
        {
            _state.Sampler = new SamplerState(seed, 0);
        }

        var outputs = plan.Generation?.Tokens ?? plan.Inputs.Count - plan.SilentInputs;
        var answer = new AnswerWriter(_model.PartSteps(plan), outputs, plan.End);
        var job = new FrameJob(_model.Name, _model.Unfolding.Unfold(plan, _state, answer), _state, answer, CancellationToken.None);
        _engine.Run(job);
        var parts = new List<AnswerPart>();
        while (parts is not [.., { Last: true }])
        {
            var part = await job.ReadPartAsync();
            parts.Add(AnswerPart.Of(parts.Count, part.Outputs, part.Last, part.EndOfSequence));
        }

        return parts;
    }
}
