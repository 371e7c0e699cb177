using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Sessions;

/// <summary>A session in memory: its model, its recurrent state, its place in the input. Knows nothing of grains and streams.</summary>
internal sealed class LiveSession
{
    private readonly string _key;
    private readonly ServedModel _model;
    private readonly FrameReader _reader;
    private readonly RecurrentState _state;
    private ulong _seed;

    /// <summary>A new session, or one that was stored.</summary>
    /// <exception cref="SessionException">The stored session belongs to another version of the model.</exception>
    public LiveSession(SessionKey key, ServedModel model, SessionRecord? record, SessionOptions options)
    {
        _key = key.ToString();
        _model = model;
        _reader = new FrameReader(model, options);
        Answers = new AnswerLog(options.RetainedValuesLimit);
        if (record is null)
        {
            _seed = SeedOf(_key);
            _state = model.CreateState();
            _state.Sampler = new SamplerState(_seed, 0);
            return;
        }

        if (record.ModelVersion != model.Version || record.Values.Length != model.StateLength)
        {
            throw new SessionException(ErrorCodes.UnknownModel,
                $"the session was opened on version {record.ModelVersion} of model '{model.Name}'; version {model.Version} is served");
        }

        _seed = record.Seed;
        _state = record.Restore();
        NextSequence = record.NextSequence;
        ReplyTo = record.ReplyTo;
    }

    /// <summary>The sequence number that is applied next.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Whether there is something to store.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>Where answers go when a frame does not say.</summary>
    public string? ReplyTo { get; private set; }

    /// <summary>The newest answers.</summary>
    public AnswerLog Answers { get; }

    public SessionPosition Position => new(_key, _model.Version, NextSequence, DurableThrough: -1, _state.Steps);

    public void Open(OpenRequest request)
    {
        IsDirty = true;
        ReplyTo = request.ReplyTo ?? ReplyTo;
        if (request.Seed is { } seed && NextSequence == 0)
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

    public void StoreTo(SessionRecord record)
    {
        record.ModelVersion = _model.Version;
        record.NextSequence = NextSequence;
        record.ReplyTo = ReplyTo;
        record.Seed = _seed;
        record.Store(_state);
    }

    /// <summary>Applies the next frame and gives its answer part by part. A bad frame is answered and changes nothing but the sequence number.</summary>
    /// <exception cref="OperationCanceledException">The session closes.</exception>
    public async IAsyncEnumerable<OutputFrame> ApplyAsync(
        InputFrame frame, StepEngine engine, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IsDirty = true;
        NextSequence = frame.Sequence + 1;
        var (plan, fault) = await AdmitAsync(frame, engine, cancellation);
        if (plan is null)
        {
            yield return Keep(new OutputFrame { Session = _key, Sequence = frame.Sequence, Error = fault });
            yield break;
        }

        var job = Start(plan, engine, cancellation);
        for (var number = 0; ; number++)
        {
            var part = await job.ReadPartAsync();
            yield return Keep(new OutputFrame
            {
                Session = _key,
                Sequence = frame.Sequence,
                Part = number,
                Outputs = part.Outputs,
                Last = part.Last,
                EndOfSequence = part.EndOfSequence,
            });
            if (part.Last)
            {
                yield break;
            }
        }
    }

    /// <summary>Checks the frame and takes a place in the engine; the state is not touched.</summary>
    private async ValueTask<(FramePlan? Plan, FrameError? Fault)> AdmitAsync(
        InputFrame frame, StepEngine engine, CancellationToken cancellation)
    {
        try
        {
            var plan = _reader.Plan(frame, _state);
            await engine.EnterAsync(cancellation);
            return (plan, null);
        }
        catch (SessionException exception)
        {
            return (null, new FrameError(exception.Code, exception.Message));
        }
    }

    private FrameJob Start(FramePlan plan, StepEngine engine, CancellationToken cancellation)
    {
        _state.PendingText = plan.PendingText;
        if (plan.Generation?.Seed is { } seed)
        {
            _state.Sampler = new SamplerState(seed, 0);
        }

        var answer = new AnswerWriter(_model.PartSteps(plan), plan.End);
        var job = new FrameJob(_model.Name, _model.Unfolding.Unfold(plan, _state, answer), _state, answer, cancellation);
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
