using System.Runtime.CompilerServices;
using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Telemetry;
using RnnCluster.Grains.Batching;

namespace RnnCluster.Grains.Sessions;

/// <summary>The way of a frame: into the inbox, through the engine, and its answer to the stream that it asks for.</summary>
internal sealed partial class SessionGrain
{
    private IAsyncStream<OutputFrame>? _output;
    private string? _outputKey;

    /// <summary>Puts a frame in its place, or answers why it has none.</summary>
    private ValueTask TakeAsync(InputFrame frame)
    {
        if (_hasLeft)
        {
            throw Gone();
        }

        if (RefusalNow() is { } refusal)
        {
            DeactivateOnIdle();
            return RefuseAsync(frame, refusal);
        }

        _session!.Confirm(frame.AnsweredThrough);

        var place = _inbox.Place(frame);
        if (place is FramePlace.Applied or FramePlace.Waiting)
        {
            host.Metrics.Duplicate(_session!.Traffic.Model);
            place = host.Options.SkipsDuplicateCheck ? FramePlace.Next : place;
        }

        switch (place)
        {
            case FramePlace.Next:
                _inbox.Add(frame, host.Metrics.Arrival(frame));
                StartPump();
                return ValueTask.CompletedTask;
            case FramePlace.Full:
                return ReplyAsync(frame.ReplyTo, Refusal(frame, new SessionException(ErrorCodes.TooManyFrames,
                    $"{host.Options.InboxFramesLimit} frames wait already; send frame {frame.Sequence} again when some are answered")));
            case FramePlace.Applied:
                return RepeatAsync(frame);
            case FramePlace.Gap:
                return AskForMissingAsync(frame);
            case FramePlace.Invalid:
                return ReplyAsync(frame.ReplyTo, Refusal(frame, new SessionException(ErrorCodes.BadSequence,
                    $"sequence number is {frame.Sequence}; it must be 0 or more")));
            default:
                return ValueTask.CompletedTask;
        }
    }

    private async ValueTask RefuseAsync(InputFrame frame, SessionException refusal)
    {
        await TellOfRefusalAsync(refusal, frame.ReplyTo);
        await ReplyAsync(frame.ReplyTo, Refusal(frame, refusal));
    }

    private async ValueTask RepeatAsync(InputFrame frame)
    {
        if (_held is not null && _held.Any(held => held.Output.Sequence == frame.Sequence))
        {
            // It comes when it is durable.
            return;
        }

        var answers = _session!.Answers.Find(frame.Sequence);
        foreach (var answer in answers)
        {
            await ReplyAsync(frame.ReplyTo, answer);
        }

        if (answers.Count == 0)
        {
            await ReplyAsync(frame.ReplyTo, Refusal(frame, new SessionException(ErrorCodes.Duplicate,
                $"frame {frame.Sequence} was applied before and its answer is not kept; the next frame is {_inbox.NextSequence}")));
        }
    }

    /// <summary>Gives all answers that are kept once more, for a sender that starts again.</summary>
    private async ValueTask RepeatAllAsync(LiveSession session)
    {
        foreach (var answer in session.Answers.Parts.ToList())
        {
            if (_held is null || !_held.Any(held => held.Output.Sequence == answer.Sequence))
            {
                await ReplyAsync(session.ReplyTo, answer);
            }
        }
    }

    private async ValueTask AskForMissingAsync(InputFrame frame)
    {
        SessionLog.Gap(host.Logger, _key, _inbox.NextSequence, frame.Sequence);
        if (_inbox.MayAsk(host.Time, TimeSpan.FromMilliseconds(host.Options.ResendRequestMs)))
        {
            await ClaimAsync(_session!);
            host.Metrics.AskedForMissing(_session!.Traffic.Model);
            await ReplyAsync(frame.ReplyTo, new OutputFrame { Session = _key, Sequence = frame.Sequence, ResendFrom = _inbox.NextSequence });
        }
    }

    private void StartPump()
    {
        if (_pump.IsCompleted)
        {
            _pump = PumpAsync();
        }
    }

    /// <summary>Works the inbox off. When the session moves, what is left of it moves too.</summary>
    private async Task PumpAsync()
    {
        while (!_isMoving && !_hasLeft && _inbox.TryTake(out var work))
        {
            StayActive();
            if (RefusalNow() is { } refusal)
            {
                work.Action?.Refuse(refusal);
                if (work.Frame is { } refused)
                {
                    await ReplyAsync(refused.ReplyTo, Refusal(refused, refusal));
                }
            }
            else if (work.Frame is { } frame)
            {
                await ApplyAsync(_session!, frame, work.Arrival);
            }
            else
            {
                await work.Action!.RunAsync(_session!);
            }

            Checkpoint();
        }

        // A pump that had to wait is an object, which a session at rest need not keep.
        _pump = Task.CompletedTask;
    }

    /// <summary>A frame may take longer than a session may idle. One that ends already cannot be delayed.</summary>
    private void StayActive()
    {
        if (_closing is not { IsCancellationRequested: true })
        {
            DelayDeactivation(host.Idle);
        }
    }

    // Under load most frames wait for a worker; what waits is used again.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ApplyAsync(LiveSession session, InputFrame frame, long arrival)
    {
        if (frame is { Sequence: 0, Opening: { } opening } && !await TryUseVersionAsync(session, frame, opening))
        {
            return;
        }

        var span = frame.TraceParent is null ? null : FrameSpan.Start(frame, _key, arrival, host.Time);
        try
        {
            _isInFrame = true;
            var job = await session.StartAsync(frame, host.Engine, Closing.Token, span);
            if (!IsDurable(session))
            {
                // There is nothing that its sender would have to keep the frame for.
                session.DurableThrough = frame.Sequence;
            }

            var part = default(FramePart);
            for (var number = 0; !part.Last; number++)
            {
                part = await job.ReadPartAsync();
                if (!part.Last)
                {
                    StayActive();
                }

                await AnswerAsync(session, frame, session.Answer(frame, number, part), arrival);
            }
        }
        catch (SessionException refusal) when (refusal.Code == ErrorCodes.Overloaded)
        {
            // It was not applied, nor are those behind it: their sender sends them again.
            _inbox.Restart(session.NextSequence);
            await ReplyAsync(frame.ReplyTo, Refusal(frame, refusal));
        }
        catch (SessionException refusal)
        {
            host.Metrics.RefusedFrame(refusal.Code);
            await AnswerAsync(session, frame, session.Answer(frame, refusal), arrival);
        }
        catch (ObjectDisposedException) when (host.Engine.IsStopped)
        {
            // The silo has stopped; the session goes on elsewhere, from its record.
            Leave(session.NextSequence);
        }
        catch (OperationCanceledException) when (RefusalNow() is { } refusal)
        {
            await ReplyAsync(frame.ReplyTo, Refusal(frame, refusal));
        }
        catch (Exception exception)
        {
            SessionLog.FrameFailed(host.Logger, _key, frame.Sequence, exception);
            await FailAsync(session, frame);
        }
        finally
        {
            _isInFrame = false;
            if (span is not null)
            {
                Spans.End(span);
            }
        }
    }

    /// <summary>Sends a part of an answer, or holds it back until the store has what it follows from.</summary>
    private ValueTask AnswerAsync(LiveSession session, InputFrame frame, OutputFrame answer, long arrival)
    {
        if (session.Durability == SessionDurability.EveryFrame && IsDurable(session))
        {
            (_held ??= new Queue<HeldAnswer>()).Enqueue(new HeldAnswer(frame.ReplyTo, answer, arrival));
            return ValueTask.CompletedTask;
        }

        TellReaders();
        return ReplyAsync(session, frame.ReplyTo, answer, arrival);
    }

    private ValueTask ReplyAsync(LiveSession session, string? replyTo, OutputFrame answer, long arrival)
    {
        var reply = ReplyAsync(replyTo, answer);
        if (arrival == 0 || !answer.Last)
        {
            return reply;
        }

        if (!reply.IsCompletedSuccessfully)
        {
            return CountAsync();
        }

        host.Metrics.Answered(session.Traffic.Model, arrival);
        return ValueTask.CompletedTask;

        async ValueTask CountAsync()
        {
            await reply;
            host.Metrics.Answered(session.Traffic.Model, arrival);
        }
    }

    private OutputFrame Refusal(InputFrame frame, SessionException exception)
    {
        host.Metrics.RefusedFrame(exception.Code);
        return new OutputFrame { Session = _key, Sequence = frame.Sequence, Error = new FrameError(exception.Code, exception.Message) };
    }

    private ValueTask ReplyAsync(string? replyTo, OutputFrame output)
    {
        if (_hasLeft)
        {
            return ValueTask.CompletedTask;
        }

        var key = replyTo ?? _session?.ReplyTo ?? _shutOut?.ReplyTo ?? _key;
        if (_output is null || _outputKey != key)
        {
            _output = host.Publisher.StreamOf(key);
            _outputKey = key;
        }

        return host.Publisher.PublishAsync(_output, output);
    }
}
