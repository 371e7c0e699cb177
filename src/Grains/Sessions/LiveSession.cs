using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Telemetry;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Sessions;

/// <summary>A session in memory: its model, its recurrent state, its place in the input. Knows nothing of grains, streams and stores.</summary>
internal sealed partial class LiveSession
{
    private readonly string _key;
    private readonly FrameReader _reader;
    private RecurrentState _state;
    private ulong _seed;
    private string[] _snapshots = [];
    private readonly long[] _failedFrames = [];
    private readonly bool _isContinued;

    /// <summary>A new session, or one that was stored.</summary>
    /// <exception cref="SessionException">The stored session belongs to another model or another version of it.</exception>
    public LiveSession(string key, FrameReader reader, SessionRecord? record, SessionOptions options)
    {
        _key = key;
        _reader = reader;
        Answers = new AnswerLog(options.RetainedValuesLimit);
        if (record is null)
        {
            _seed = SeedOf(_key);
            _state = Model.CreateState();
            _state.Sampler = new SamplerState(_seed, 0);
            return;
        }

        Require(record);
        _seed = record.Seed;
        _state = record.Restore();
        _snapshots = record.Snapshots;
        _failedFrames = record.FailedFrames;
        _isContinued = record.IsContinued;
        NextSequence = record.NextSequence;
        ReplyTo = record.ReplyTo;
        Durability = record.Durability;
        AnsweredThrough = record.AnsweredThrough;
        Answers.Restore(record.Answers, NextSequence);
    }

    /// <summary>The sequence number that is applied next.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Whether a frame was applied, or the session goes on from another one.</summary>
    public bool HasBegun => NextSequence > 0 || _isContinued;

    /// <summary>Whether somebody opened it while it was in memory.</summary>
    public bool IsOpened { get; set; }

    /// <summary>Highest sequence number that the store covers, as answers say it; −1 for none.</summary>
    public long DurableThrough { get; set; } = -1;

    /// <summary>Whether there is something to store.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>When it is stored.</summary>
    public SessionDurability Durability { get; private set; }

    /// <summary>Where answers go when a frame does not say.</summary>
    public string? ReplyTo { get; private set; }

    /// <summary>The newest answers.</summary>
    public AnswerLog Answers { get; }

    /// <summary>The sender has all answers up to this frame; null when it does not say.</summary>
    public long? AnsweredThrough { get; private set; }

    /// <summary>Whether a record made now holds every answer that the sender may still miss.</summary>
    public bool IsStorable => AnsweredThrough is not { } answered || Answers.IsCompleteBehind(answered);

    /// <summary>Names of the session's snapshots, in order.</summary>
    public IReadOnlyList<string> Snapshots => _snapshots;

    public SessionPosition Position => new(_key, Model.Version, NextSequence, DurableThrough, _state.Steps);

    /// <summary>What is counted of its model.</summary>
    public ModelTraffic Traffic => Model.Traffic;

    private ServedModel Model => _reader.Model;

    public void Open(OpenRequest request)
    {
        IsDirty = IsOpened = true;
        ReplyTo = request.ReplyTo ?? ReplyTo;
        if (NextSequence > 0)
        {
            return;
        }

        Durability = request.Durability;
        if (request.Seed is { } seed && !_isContinued)
        {
            _seed = seed;
            _state.Sampler = new SamplerState(seed, 0);
        }
    }

    public void Reset()
    {
        IsDirty = true;
        _state.StartSequence();
        _state.Sampler = new SamplerState(_seed, 0);
    }

    /// <summary>Knows of a snapshot of that name from now on.</summary>
    public void AddSnapshot(string name)
    {
        IsDirty = true;
        _snapshots = [.. _snapshots.Append(name).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The sender has all answers up to <paramref name="sequence"/>, and need not be given them any more.</summary>
    public void Confirm(long sequence)
    {
        AnsweredThrough = Math.Max(sequence, AnsweredThrough ?? -1);
        Answers.Forget(sequence);
    }

    /// <summary>Checks the next frame, takes a place in the engine and starts the frame's work.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="engine">What takes its steps.</param>
    /// <param name="cancellation">Ends its work between two steps.</param>
    /// <param name="span">What the steps are traced as a part of; null when they are not traced.</param>
    /// <returns>The work, which gives the answer part by part.</returns>
    /// <exception cref="SessionException">
    /// The frame is refused; nothing changes but the sequence number. With <see cref="ErrorCodes.Overloaded"/> not even that.
    /// </exception>
    /// <exception cref="OperationCanceledException">The session closes.</exception>
    public async ValueTask<FrameJob> StartAsync(
        InputFrame frame, StepEngine engine, CancellationToken cancellation, Activity? span = null)
    {
        if (frame is { Sequence: 0, Opening: { } opening })
        {
            Open(opening);
        }

        var plan = Plan(frame);
        await engine.EnterAsync(cancellation);
        Count(frame);
        Traffic.AddRead(plan.Inputs.Count);
        return Start(plan, engine, span, cancellation);
    }

    /// <summary>A part of a frame's answer, as it is sent and kept.</summary>
    public OutputFrame Answer(InputFrame frame, int number, FramePart part)
    {
        Traffic.AddGiven(part.Outputs.Length, part.Last);
        return Keep(new OutputFrame
        {
            Session = _key,
            Sequence = frame.Sequence,
            Part = number,
            Outputs = part.Outputs,
            Last = part.Last,
            EndOfSequence = part.EndOfSequence,
            Writer = frame.Writer,
            DurableThrough = DurableThrough,
        });
    }

    /// <summary>The answer to a frame that was refused, as it is sent and kept.</summary>
    public OutputFrame Answer(InputFrame frame, SessionException refusal) => Keep(new OutputFrame
    {
        Session = _key,
        Sequence = frame.Sequence,
        Error = new FrameError(refusal.Code, refusal.Message),
        DurableThrough = DurableThrough,
        Writer = frame.Writer,
    });

    /// <summary>How a frame is answered that fails while it is applied; the same each time.</summary>
    public static SessionException Failure(long sequence) =>
        new(ErrorCodes.Internal, $"frame {sequence} failed and is not applied; the silo's log says why");

    private FramePlan Plan(InputFrame frame)
    {
        try
        {
            return Array.IndexOf(_failedFrames, frame.Sequence) < 0 ? _reader.Plan(frame, _state) : throw Failure(frame.Sequence);
        }
        catch (SessionException)
        {
            Count(frame);
            throw;
        }
    }

    private void Count(InputFrame frame)
    {
        IsDirty = true;
        NextSequence = frame.Sequence + 1;
    }

    private FrameJob Start(FramePlan plan, StepEngine engine, Activity? span, CancellationToken cancellation)
    {
        _state.PendingText = plan.PendingText;
        if (plan.Generation?.Seed is { } seed)
        {
            _state.Sampler = new SamplerState(seed, 0);
        }

        var answer = new AnswerWriter(Model.PartSteps(plan), plan.Generation?.Tokens ?? plan.Inputs.Count - plan.SilentInputs, plan.End);
        var job = new FrameJob(Model.Name, Model.Unfolding.Unfold(plan, _state, answer), _state, answer, cancellation);
        var hasSteps = false;
        try
        {
            hasSteps = job.Start();
        }
        finally
        {
            if (!hasSteps)
            {
                engine.Leave();
            }
        }

        if (hasSteps)
        {
            job.Trace(span);
            engine.Run(job);
        }

        return job;
    }

    private OutputFrame Keep(OutputFrame answer)
    {
        Answers.Add(answer);
        return answer;
    }

    /// <summary>A seed that every session has for itself and that every silo derives alike.</summary>
    private static ulong SeedOf(string key) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
