using System.Diagnostics;
using RnnCluster.Abstractions.Telemetry;
using RnnCluster.Grains.Telemetry;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Grains.Batching;

/// <summary>A frame as a job: the phases that its model unfolds it to, one after the other.</summary>
/// <param name="model">The session's model.</param>
/// <param name="phases">The phases; each is asked for when the one before is done.</param>
/// <param name="state">The session's state, which starts a new sequence when this one ends.</param>
/// <param name="answer">Takes what is given out.</param>
/// <param name="cancellation">Looked at between passes.</param>
internal sealed class FrameJob(
    string model, IEnumerable<JobPhase> phases, RecurrentState state, AnswerWriter answer, CancellationToken cancellation)
    : StepJob(cancellation)
{
    private readonly IEnumerator<JobPhase> _phases = phases.GetEnumerator();
    private JobPhase _phase = null!;
    private Activity? _span;

    public override string Model => model;

    public override StepNetwork Network => _phase.Network;

    public override int Rows => _phase.Rows;

    /// <summary>The answer's next part as soon as it is ready; fails when the job fails or is cancelled. Not after the last part.</summary>
    public ValueTask<FramePart> ReadPartAsync() => answer.Parts.ReadAsync();

    /// <summary>Does what needs no step.</summary>
    /// <returns>Whether there are steps to take; if not, the job has completed.</returns>
    public bool Start()
    {
        var hasSteps = MoveOn(scratch: null);
        if (!hasSteps)
        {
            Complete(failure: null);
        }

        return hasSteps;
    }

    /// <summary>Traces the steps as a part of <paramref name="parent"/>, from now to the end; null does nothing.</summary>
    public void Trace(Activity? parent)
    {
        if (parent is not null)
        {
            _span = Spans.Start(RnnTelemetry.StepsSpan, ActivityKind.Internal, parent.Context)?.SetTag(RnnMeter.Model, model);
        }
    }

    public override void Gather(RowBatch batch) => _phase.Gather(batch);

    public override bool Take(RowBatch batch, int first, StepScratch scratch) =>
        _phase.Take(batch, first, scratch) || MoveOn(scratch);

    public override void Complete(Exception? failure)
    {
        if (failure is null && answer.EndsSequence)
        {
            state.StartSequence();
        }

        if (_span is { } span)
        {
            // Before the session hears of it: whoever looks at the trace of an answer finds all of it.
            _span = null;
            Spans.End(span, failure);
        }

        answer.Complete(failure);
    }

    /// <summary>Goes on to the next phase that has steps; what stands between two phases runs here.</summary>
    private bool MoveOn(StepScratch? scratch)
    {
        while (_phases.MoveNext())
        {
            _phase = _phases.Current;
            if (_phase.Start(scratch))
            {
                return true;
            }
        }

        return false;
    }
}
