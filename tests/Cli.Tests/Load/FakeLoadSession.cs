using System.Threading.Channels;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Cli.Load;

namespace RnnCluster.Cli.Tests.Load;

/// <summary>A session whose answers come when the test says. Whoever waits for one goes on at once, on the test's clock.</summary>
internal sealed class FakeLoadSession(TimeProvider time) : ILoadSession
{
    private readonly Channel<OutputFrame> _outputs =
        Channel.CreateUnbounded<OutputFrame>(new() { SingleReader = true, AllowSynchronousContinuations = true });

    private bool _isComplete;

    public int FrameTokens { get; init; } = 1;

    /// <summary>Whether a frame is answered as soon as it is sent.</summary>
    public bool AnswersAtOnce { get; set; } = true;

    /// <summary>Whether there is room for a frame; null for always.</summary>
    public TaskCompletionSource? Room { get; set; }

    /// <summary>When frames were sent.</summary>
    public List<long> Sent { get; } = [];

    /// <summary>Frames that were answered.</summary>
    public int Answered { get; private set; }

    public async Task SendAsync(CancellationToken cancellation)
    {
        if (Room is { } room)
        {
            await room.Task.WaitAsync(cancellation);
        }

        Sent.Add(time.GetTimestamp());
        if (AnswersAtOnce)
        {
            AnswerAll();
        }
    }

    public void CompleteSending()
    {
        _isComplete = true;
        AnswerAll(0);
    }

    public IAsyncEnumerable<OutputFrame> ReadOutputsAsync(CancellationToken cancellation) => _outputs.Reader.ReadAllAsync(cancellation);

    /// <summary>Answers everything that waits, or the oldest <paramref name="most"/>.</summary>
    public void AnswerAll(int most = int.MaxValue, FrameError? error = null, int parts = 1)
    {
        // Not what is sent because of these answers.
        for (var waiting = Math.Min(most, Sent.Count - Answered); waiting > 0; waiting--)
        {
            var sequence = Answered++;
            for (var part = 0; part < parts; part++)
            {
                _outputs.Writer.TryWrite(new OutputFrame
                {
                    Session = "fake/0",
                    Sequence = sequence,
                    Part = part,
                    Last = part == parts - 1,
                    Outputs = error is null ? [default] : [],
                    Error = error,
                });
            }
        }

        if (_isComplete && Answered == Sent.Count)
        {
            _outputs.Writer.TryComplete();
        }
    }

    /// <summary>The session cannot go on.</summary>
    public void Lose(string code) => _outputs.Writer.TryComplete(new SessionException(code, "lost"));
}
