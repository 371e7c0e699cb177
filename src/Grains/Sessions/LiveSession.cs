using System.Buffers.Binary;
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
    private readonly FrameReader _reader;
    private readonly RecurrentState _state;
    private ulong _seed;

    /// <summary>A new session, or one that was stored.</summary>
    /// <exception cref="SessionException">The stored session belongs to another version of the model.</exception>
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

        if (record.ModelVersion != Model.Version || record.Values.Length != Model.StateLength)
        {
            throw new SessionException(ErrorCodes.UnknownModel,
                $"the session was opened on version {record.ModelVersion} of model '{Model.Name}'; version {Model.Version} is served");
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

    private ServedModel Model => _reader.Model;

    public SessionPosition Position => new(_key, Model.Version, NextSequence, DurableThrough: -1, _state.Steps);

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

    /// <summary>The session as it is stored. Shares what it carries from step to step.</summary>
    public SessionRecord ToRecord()
    {
        var record = new SessionRecord
        {
            ModelVersion = Model.Version,
            NextSequence = NextSequence,
            ReplyTo = ReplyTo,
            Seed = _seed,
        };
        record.Store(_state);
        return record;
    }

    /// <summary>Goes on where the session stopped in another silo; it is made of its record already.</summary>
    public void Resume(MovedSession moved)
    {
        IsDirty = moved.IsDirty;
        foreach (var answer in moved.Answers)
        {
            Answers.Add(answer);
        }
    }

    /// <summary>Its record is in the store as it is now.</summary>
    public void MarkStored() => IsDirty = false;

    /// <summary>Checks the next frame, takes a place in the engine and starts the frame's work.</summary>
    /// <returns>The work, which gives the answer part by part.</returns>
    /// <exception cref="SessionException">The frame is refused; nothing changes but the sequence number.</exception>
    /// <exception cref="OperationCanceledException">The session closes.</exception>
    public async ValueTask<FrameJob> StartAsync(InputFrame frame, StepEngine engine, CancellationToken cancellation)
    {
        IsDirty = true;
        NextSequence = frame.Sequence + 1;
        var plan = _reader.Plan(frame, _state);
        await engine.EnterAsync(cancellation);
        return Start(plan, engine, cancellation);
    }

    /// <summary>A part of a frame's answer, as it is sent and kept.</summary>
    public OutputFrame Answer(InputFrame frame, int number, FramePart part) => Keep(new OutputFrame
    {
        Session = _key,
        Sequence = frame.Sequence,
        Part = number,
        Outputs = part.Outputs,
        Last = part.Last,
        EndOfSequence = part.EndOfSequence,
    });

    /// <summary>The answer to a frame that was refused, as it is sent and kept.</summary>
    public OutputFrame Answer(InputFrame frame, SessionException refusal) => Keep(new OutputFrame
    {
        Session = _key,
        Sequence = frame.Sequence,
        Error = new FrameError(refusal.Code, refusal.Message),
    });

    private FrameJob Start(FramePlan plan, StepEngine engine, CancellationToken cancellation)
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
