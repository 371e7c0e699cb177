using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Tests.Sessions;

namespace RnnCluster.Client.Tests.Recovery;

/// <summary>A session whose answers are a pure function of its frames, which crashes to its last checkpoint, and the ways to it and from it.</summary>
/// <param name="chance">Decides what is lost, comes twice, or finds no room.</param>
internal sealed class CrashingSession(Random chance) : InputStreamStub
{
    private State _now = new(Next: 0, Hash: 17, Kept: []);
    private State _stored = new(Next: 0, Hash: 17, Kept: []);

    /// <summary>Out of a hundred frames and outputs, how many are lost; as many come twice, or find no room.</summary>
    public int Harm { get; set; }

    /// <summary>Outputs on their way to the client.</summary>
    public Queue<OutputFrame> Outputs { get; } = new();

    /// <summary>The session as the client calls it.</summary>
    public ISessionGrain Grain => new Calls(this);

    private SessionPosition Position => new("tagger/s", "1", _now.Next, _stored.Next - 1, Steps: 0);

    /// <summary>What a session that nothing ever happened to answers.</summary>
    public static IEnumerable<(long Sequence, int Part, string Token)> Undisturbed(int frames)
    {
        var hash = 17L;
        for (var sequence = 0; sequence < frames; sequence++)
        {
            hash = Step(hash, IdOf(sequence));
            for (var part = 0; part < PartsOf(sequence); part++)
            {
                yield return (sequence, part, Token(hash, part));
            }
        }
    }

    /// <summary>What a frame of that number holds.</summary>
    public static int IdOf(long sequence) => (int)(sequence * 7 % 31);

    public static int PartsOf(long sequence) => 1 + (int)(sequence % 3);

    /// <summary>Whether the next of many things is lost.</summary>
    public bool IsHarmed() => chance.Next(100) < Harm;

    public void Checkpoint() => _stored = _now;

    public void Crash()
    {
        _now = _stored;
        if (chance.Next(2) == 0)
        {
            Outputs.Clear();
        }
    }

    public override Task OnNextAsync(InputFrame item, StreamSequenceToken? token = null) => OnNextBatchAsync([item], token);

    public override Task OnNextBatchAsync(IEnumerable<InputFrame> batch, StreamSequenceToken? token = null)
    {
        foreach (var frame in batch)
        {
            for (var times = IsHarmed() ? 0 : IsHarmed() ? 2 : 1; times > 0; times--)
            {
                Take(frame);
            }
        }

        return Task.CompletedTask;
    }

    private Task<SessionPosition> OpenAsync(OpenRequest request)
    {
        if (request.AnsweredThrough is { } answeredThrough)
        {
            foreach (var part in _now.Kept.Where(part => part.Sequence > answeredThrough))
            {
                Say(part);
            }
        }

        return Task.FromResult(Position);
    }

    private static long Step(long hash, int id) => unchecked((hash * 1_000_003) + id);

    private static string Token(long hash, int part) => $"{hash}.{part}";

    private void Take(InputFrame frame)
    {
        _now = _now with { Kept = [.. _now.Kept.Where(part => part.Sequence > frame.AnsweredThrough)] };
        if (frame.Sequence > _now.Next)
        {
            Outputs.Enqueue(new OutputFrame { Session = "tagger/s", Sequence = frame.Sequence, ResendFrom = _now.Next });
        }
        else if (frame.Sequence < _now.Next)
        {
            Repeat(frame.Sequence);
        }
        else if (IsHarmed())
        {
            Say(Error(frame.Sequence, ErrorCodes.TooManyFrames));
        }
        else
        {
            Apply(frame);
        }
    }

    private void Apply(InputFrame frame)
    {
        var hash = Step(_now.Hash, ((IdsInput)frame.Input!).Ids[0]);
        var parts = Enumerable.Range(0, PartsOf(frame.Sequence)).Select(part => new OutputFrame
        {
            Session = "tagger/s",
            Sequence = frame.Sequence,
            Part = part,
            Last = part == PartsOf(frame.Sequence) - 1,
            Outputs = [new StepOutput { Token = Token(hash, part) }],
        }).ToList();
        _now = new State(_now.Next + 1, hash, [.. _now.Kept, .. parts]);
        parts.ForEach(Say);
    }

    private void Repeat(long sequence)
    {
        var kept = _now.Kept.Where(part => part.Sequence == sequence).ToList();
        kept.ForEach(Say);
        if (kept.Count == 0)
        {
            Say(Error(sequence, ErrorCodes.Duplicate));
        }
    }

    private void Say(OutputFrame output) => Outputs.Enqueue(output with { DurableThrough = _stored.Next - 1 });

    private static OutputFrame Error(long sequence, string code) =>
        new() { Session = "tagger/s", Sequence = sequence, Error = new FrameError(code, "as the test wants it") };

    private sealed record State(long Next, long Hash, IReadOnlyList<OutputFrame> Kept);

    private sealed class Calls(CrashingSession session) : SessionGrainStub
    {
        public override Task<SessionPosition> OpenAsync(OpenRequest request) => session.OpenAsync(request);

        public override Task<SessionPosition> GetPositionAsync() => Task.FromResult(session.Position);
    }
}
