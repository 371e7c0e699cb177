using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Grains.Sessions;

/// <summary>Answers for readers that come and ask, and wait a while when there are none yet.</summary>
internal sealed partial class SessionGrain
{
    // Of outputs and probabilities: what travels well in one message.
    private const int PageValuesLimit = 8_192;

    private static readonly Action<object> EndReadingAction = static grain => ((SessionGrain)grain).EndReading();

    private TaskCompletionSource? _news;
    private bool _isEnding;

    public async Task<AnswerPage> ReadAnswersAsync(long afterSequence, int afterPart, TimeSpan wait)
    {
        var longest = TimeSpan.FromMilliseconds(host.Options.ReadWaitMs);
        var started = host.Time.GetTimestamp();
        while (true)
        {
            if (RefusalNow() is { } refusal)
            {
                DeactivateOnIdle();
                throw refusal;
            }

            if (_hasLeft)
            {
                return new AnswerPage { NextSequence = _inbox.NextSequence };
            }

            RequireThere(_session!);
            var page = Page(_session!, afterSequence < -1 ? _session!.Answers.Gone : (afterSequence, afterPart));
            var rest = (wait < longest ? wait : longest) - host.Time.GetElapsedTime(started);
            if (page.Answers.Length > 0 || !page.IsComplete || _isEnding || rest <= TimeSpan.Zero)
            {
                return page;
            }

            _news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _news.Task.WaitAsync(rest, host.Time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Lets readers go whose calls would hold up the end of the activation. From any thread.</summary>
    public void ReleaseReaders() => GrainContext.Scheduler.QueueAction(EndReadingAction, this);

    private void EndReading()
    {
        _isEnding = true;
        TellReaders();
    }

    /// <summary>There may be something new for those who wait.</summary>
    private void TellReaders()
    {
        _news?.TrySetResult();
        _news = null;
    }

    /// <exception cref="SessionException">Nobody opened the session.</exception>
    private void RequireThere(LiveSession session)
    {
        if (!session.HasBegun && !session.IsOpened && _etag is null)
        {
            DeactivateOnIdle();
            throw new SessionException(ErrorCodes.UnknownSession, $"there is no session {_key}; open it, or look at its id");
        }
    }

    private AnswerPage Page(LiveSession session, (long Sequence, int Part) place)
    {
        var through = session.Durability == SessionDurability.EveryFrame && IsDurable(session) ? session.DurableThrough : long.MaxValue;
        var answers = new List<OutputFrame>();
        var values = 0;
        foreach (var part in session.Answers.Parts)
        {
            if (part.Sequence > through || values >= PageValuesLimit)
            {
                break;
            }

            if ((part.Sequence, part.Part).CompareTo(place) > 0)
            {
                answers.Add(part with { DurableThrough = session.DurableThrough });
                values += AnswerLog.Weight(part);
            }
        }

        return new AnswerPage
        {
            Answers = [.. answers],
            NextSequence = _inbox.NextSequence,
            DurableThrough = session.DurableThrough,
            IsComplete = session.Answers.Gone.CompareTo(place) <= 0,
            IsFull = _inbox.IsFull,
        };
    }
}
