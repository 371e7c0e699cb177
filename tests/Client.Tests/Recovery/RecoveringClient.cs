using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Sessions;
using RnnCluster.Client.Tests.Replies;

namespace RnnCluster.Client.Tests.Recovery;

/// <summary>A client that sends a number of frames to a session that crashes, keeps a journal of what it reads, and may crash itself.</summary>
internal sealed class RecoveringClient(CrashingSession grain, int frames, Random chance) : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<(long Sequence, int Part, string Token)> _journal = [];
    private FakeOutputStream _output = null!;
    private RnnClient _client = null!;
    private RnnSession _session = null!;
    private Task<bool>? _arrival;
    private Task<long>? _sending;
    private long _unconfirmed = -1;
    private bool _isResumed;

    /// <summary>All that was shown, in order.</summary>
    public IReadOnlyList<(long Sequence, int Part, string Token)> Journal => _journal;

    public bool IsDone => _journal.Count > 0 && AnsweredThrough == frames - 1;

    private long AnsweredThrough =>
        _journal.FindLast(entry => entry.Part == CrashingSession.PartsOf(entry.Sequence) - 1) is { Token: not null } last ? last.Sequence : -1;

    public async Task StartAsync()
    {
        Connect();
        _session = await _client.OpenAsync("tagger", "s");
    }

    /// <summary>The process dies, with what it had not written down, and another one goes on.</summary>
    public async Task CrashAsync()
    {
        await _client.DisposeAsync();
        Connect();
        if (AnsweredThrough >= 0 && AnsweredThrough == _unconfirmed && chance.Next(2) == 0)
        {
            _journal.RemoveAll(entry => entry.Sequence == _unconfirmed);
        }

        await ResumeAsync();
    }

    public async Task SendAsync()
    {
        if (_sending is { IsCompleted: false } || _session.NextSequence >= frames)
        {
            return;
        }

        _sending = _session.SendAsync(new IdsInput([CrashingSession.IdOf(_session.NextSequence)]));
        await ResumeIfLostAsync(_sending);
    }

    /// <summary>Receives the outputs that are on their way, as far as they arrive.</summary>
    public async Task ReceiveAsync(int count)
    {
        for (; count > 0 && grain.Outputs.TryDequeue(out var output); count--)
        {
            for (var times = grain.IsHarmed() ? 0 : grain.IsHarmed() ? 2 : 1; times > 0; times--)
            {
                await _output.DeliverAsync(output);
            }
        }
    }

    /// <summary>Reads what came, as <see cref="RnnSession.ReadOutputsAsync"/> does.</summary>
    public async Task ReadAsync(int count)
    {
        for (; count > 0 && _session.Flow.Outputs.TryTake(out var output); count--)
        {
            Confirm();
            Assert.Null(output.Error);
            _journal.Add((output.Sequence, output.Part, output.Outputs[0].Token!));
            if (output.Last)
            {
                _unconfirmed = output.Sequence;
                _session.Flow.GiveBack();
            }
        }

        if (count > 0)
        {
            Confirm();
            _arrival = _arrival is { IsCompleted: false } ? _arrival : _session.Flow.Outputs.WaitAsync(CancellationToken.None).AsTask();
            await ResumeIfLostAsync(_arrival);
        }
    }

    public void Wait(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private void Confirm()
    {
        if (_unconfirmed >= 0)
        {
            _session.Flow.Confirm(_unconfirmed);
            _unconfirmed = -1;
        }
    }

    private void Connect()
    {
        _output = new FakeOutputStream();
        _client = new RnnClient(
            FakeCluster.Create(grain.Grain, grain, _output),
            Options.Create(new RnnClientOptions { SessionFramesLimit = 6, ResendAfterMs = 1_000 }),
            _time,
            NullLogger<RnnClient>.Instance);
    }

    private async Task ResumeIfLostAsync(Task task)
    {
        // Only frames that an earlier process sent can be missing.
        if (_isResumed && task.Exception?.InnerException is SessionException { Code: ErrorCodes.SessionLost })
        {
            await ResumeAsync();
        }
        else if (task.IsFaulted)
        {
            await task;
        }
    }

    private async Task ResumeAsync()
    {
        _isResumed = true;
        var answered = AnsweredThrough;
        _journal.RemoveAll(entry => entry.Sequence > answered);
        (_arrival, _sending, _unconfirmed) = (null, null, -1);
        _session = await _client.ResumeAsync("tagger", "s", answered);
    }
}
