using System.Collections.Concurrent;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Oracle.Frames;
using RnnCluster.Oracle.Journal;

namespace RnnCluster.Oracle.Driving;

/// <summary>Drives one session: sends its frames in bursts at a steady pace, and puts each answer into the journal before it reads the next one.</summary>
/// <param name="plan">The session.</param>
/// <param name="answeredThrough">The last frame that the journal has an answer to.</param>
/// <param name="isSuccessor">Whether another process had the session before.</param>
/// <param name="context">What all drivers share.</param>
internal sealed class SessionDriver(SessionPlan plan, long answeredThrough, bool isSuccessor, DriverContext context)
{
    /// <summary>Most frames of a session that are under way.</summary>
    public const int Window = 8;

    private const int BurstMost = 4;

    /// <summary>Frames of a burst in the mean.</summary>
    public const double BurstMean = (1 + BurstMost) / 2.0;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Random _pace = Chance.Of(plan.Seed, place: -1);
    private readonly ConcurrentDictionary<long, long> _sentMs = [];
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _answeredThrough = answeredThrough;
    private long _heardMs;

    /// <summary>Completes when the cluster has the session.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Runs until <paramref name="stop"/>, and then until all that was sent is answered.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        for (var mustResume = isSuccessor; ; mustResume = true)
        {
            if (mustResume)
            {
                await context.Journal.WriteAsync(new JournalEntry(JournalKind.Resumed, plan.Number, _answeredThrough));
            }

            try
            {
                await RunOnceAsync(mustResume, stop);
                return;
            }
            catch (SessionException exception) when (isSuccessor && exception.Code == ErrorCodes.SessionLost)
            {
                // The cluster asks for frames of the process before: the session is to be resumed once more, from where it stands now.
                context.Counts.AddResumption();
            }
            catch (Exception exception)
            {
                await FailAsync(exception);
            }
        }
    }

    private async Task RunOnceAsync(bool mustResume, CancellationToken stop)
    {
        var session = await OpenAsync(mustResume);
        _opened.TrySetResult();
        try
        {
            // What fails first ends the run: the other half may wait for ever then.
            var reading = ReadAllAsync(session);
            var sending = SendAllAsync(session, stop);
            await await Task.WhenAny(sending, reading);
            await Task.WhenAll(sending, reading);
            if (context.MustClose)
            {
                await session.CloseAsync();
            }
        }
        finally
        {
            await session.DisposeAsync();
        }
    }

    /// <summary>Opens the session as soon as the cluster lets it.</summary>
    private async Task<IDrivenSession> OpenAsync(bool mustResume)
    {
        while (true)
        {
            try
            {
                return await (mustResume
                    ? context.Sessions.ResumeAsync(plan, _answeredThrough)
                    : context.Sessions.OpenAsync(plan));
            }
            catch (Exception exception) when (exception is not SessionException)
            {
                // Nobody answers just now: silos come and go.
                await Console.Error.WriteLineAsync($"session {plan.Key} is not open yet: {exception.Message}");
                await Clock.PassAsync(Retry);
            }
        }
    }

    private async Task SendAllAsync(IDrivenSession session, CancellationToken stop)
    {
        var next = session.NextSequence;
        await Clock.PassAsync(_pace.NextDouble() * context.BurstEvery, stop);
        using var timer = new PeriodicTimer(context.BurstEvery);
        while (!stop.IsCancellationRequested)
        {
            for (var left = _pace.Next(1, BurstMost + 1); left > 0 && !stop.IsCancellationRequested; left--)
            {
                await SendAsync(session, next++);
            }

            await timer.TickAsync(stop);
        }

        await context.Journal.WriteAsync(new JournalEntry(JournalKind.Sent, plan.Number, Math.Max(next, _answeredThrough + 1)));
        session.CompleteSending();
    }

    private async Task SendAsync(IDrivenSession session, long sequence)
    {
        var frame = plan.FrameAt(sequence);
        _sentMs[sequence] = Clock.NowMs;
        var given = await session.SendAsync(frame);
        context.Counts.AddSent();
        if (given != sequence)
        {
            throw new InvalidOperationException($"frame {sequence} was sent as frame {given}");
        }
    }

    private async Task ReadAllAsync(IDrivenSession session)
    {
        await foreach (var output in session.ReadOutputsAsync())
        {
            if (output.Sequence <= _answeredThrough)
            {
                // The cluster's state was older than the journal; what it says again is no news.
                continue;
            }

            var now = Clock.NowMs;
            var sent = _sentMs.GetValueOrDefault(output.Sequence, now);
            await context.Journal.WriteAsync(new JournalEntry(JournalKind.Output, plan.Number, output.Sequence)
            {
                Part = AnswerPart.Of(output),
                GivenMs = now,
                WaitedMs = now - Math.Max(sent, _heardMs),
            });
            _heardMs = now;
            if (output.Last)
            {
                _sentMs.TryRemove(output.Sequence, out _);
                _answeredThrough = output.Sequence;
                context.Counts.AddAnswered();
            }
        }
    }

    private async Task FailAsync(Exception exception)
    {
        context.Counts.AddFailure();
        var failure = exception is SessionException coded ? $"{coded.Code}: {coded.Message}" : exception.ToString();
        await Console.Error.WriteLineAsync($"session {plan.Key} failed: {failure}");
        await context.Journal.WriteAsync(new JournalEntry(JournalKind.Failed, plan.Number, _answeredThrough) { Failure = failure });
        await Clock.PassAsync(Retry);
    }
}
