using System.Threading.Channels;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Batching;

/// <summary>A frame as a job: reads its inputs, one a step, then generates if it was asked to.</summary>
/// <remarks>
/// Without generation, every input that is not silent gives an output. With it, only the sampled tokens do; each is read by the
/// network in the step after, the last one too, so that the state has read all that was given out.
/// </remarks>
internal sealed class FrameJob : StepJob
{
    // Long answers to frames that only read leave in parts of this size, or of fewer steps when each is a long vector.
    private const int ReadPartSteps = 1024;
    private const int ReadPartValues = 65_536;

    private readonly ServedModel _model;
    private readonly FramePlan _plan;
    private readonly Channel<FramePart> _parts = Channel.CreateUnbounded<FramePart>(new() { SingleReader = true, SingleWriter = true });
    private readonly List<StepOutput> _outputs = [];
    private readonly int[] _tokenRows;
    private readonly int _partSteps;
    private int _read;
    private int _generated;
    private bool _endOfSequence;

    public FrameJob(ServedModel model, RecurrentState state, FramePlan plan, CancellationToken cancellation)
        : base(model.Network, state, cancellation)
    {
        _model = model;
        _plan = plan;
        _tokenRows = new int[model.Package.Encoder?.Tables ?? 0];
        _partSteps = plan.Generation?.PartTokens
            ?? (plan.Scores || !model.HasLabels ? Math.Clamp(ReadPartValues / Network.Shape.OutputSize, 1, ReadPartSteps) : ReadPartSteps);
    }

    /// <summary>The answer's parts as they get ready; ends when the job does, and fails when it fails or is cancelled.</summary>
    public IAsyncEnumerable<FramePart> ReadPartsAsync() => _parts.Reader.ReadAllAsync(Cancellation);

    /// <summary>Does what needs no step: going on with generation right away draws from the state's own logits.</summary>
    /// <returns>Whether there are steps to take; if not, the job has completed.</returns>
    public bool Start()
    {
        var hasSteps = _plan.Steps > 0;
        if (!hasSteps && _plan.Generation is not null)
        {
            hasSteps = Draw(Network.Logits(State), new Sampler(Network.Shape.OutputSize));
        }

        if (!hasSteps)
        {
            Complete(failure: null);
        }

        return hasSteps;
    }

    public override void SetInput(StepBatch batch, int row)
    {
        if (_read == _plan.Steps)
        {
            batch.SetTokens(row, _tokenRows);
        }
        else if (_plan.Features is { } features)
        {
            batch.SetFeatures(row, features[_read]);
        }
        else
        {
            batch.SetTokens(row, _plan.TokenRows(_read, _tokenRows.Length));
        }
    }

    public override bool TakeOutput(ReadOnlySpan<float> logits, StepScratch scratch)
    {
        if (_read < _plan.Steps)
        {
            if (_plan.Generation is null && _read >= _plan.SilentSteps)
            {
                Network.Activate(logits, scratch.Scores);
                Emit(_model.Describe(_plan.Tokens?[_read], scratch.Scores, _plan.Scores));
            }

            _read++;
            return _read < _plan.Steps || (_plan.Generation is not null && Draw(logits, scratch.Sampler));
        }

        return _generated < _plan.Generation!.Tokens && Draw(logits, scratch.Sampler);
    }

    public override void Complete(Exception? failure)
    {
        if (failure is null)
        {
            _endOfSequence |= _plan.End;
            if (_endOfSequence)
            {
                State.StartSequence();
            }

            _parts.Writer.TryWrite(new FramePart([.. _outputs], Last: true, _endOfSequence));
        }

        _parts.Writer.TryComplete(failure);
        base.Complete(failure);
    }

    /// <summary>Samples the next token and makes it the next input.</summary>
    /// <returns>False when it is the model's end token: the sequence is over.</returns>
    private bool Draw(ReadOnlySpan<float> logits, Sampler sampler)
    {
        var random = State.Sampler;
        var token = sampler.Sample(logits, _plan.Sampling!, ref random);
        State.Sampler = random;
        _generated++;
        if (token == _model.EndToken)
        {
            _endOfSequence = true;
            return false;
        }

        _model.Package.Encoder!.Encode(token, _tokenRows);
        Emit(new StepOutput { Token = _model.Package.Encoder.TokenOf(token) });
        return true;
    }

    private void Emit(StepOutput output)
    {
        // A full part leaves when the next output is there: the part behind it then is never an empty last one.
        if (_outputs.Count == _partSteps)
        {
            _parts.Writer.TryWrite(new FramePart([.. _outputs], Last: false, EndOfSequence: false));
            _outputs.Clear();
        }

        _outputs.Add(output);
    }
}
