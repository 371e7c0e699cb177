using Orleans.Streams;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Json;
using RnnCluster.Streams;
using RnnCluster.Streams.Sending;

namespace RnnCluster.Client.Sessions;

/// <summary>A session spoken to by request and answer: frames go their usual way, answers are read from the session. Nothing is kept between calls.</summary>
/// <remarks>
/// For senders that do not stay, such as the requests of a gateway. A frame with a sequence number may be sent again, anywhere, and is
/// answered as it was before, for as long as the session keeps the answer.
/// </remarks>
public sealed class SessionExchange
{
    private const int FirstWaitMs = 250;
    private const int LongestWaitMs = 4_000;
    private const int PauseMs = 20;

    // How long the frames before one may still be on their way.
    private const int AheadMs = 500;

    private readonly ISessionGrain _grain;
    private readonly IAsyncStream<InputFrame> _input;
    private readonly PublishPatience _patience;

    internal SessionExchange(SessionKey key, ISessionGrain grain, IAsyncStream<InputFrame> input, PublishPatience patience)
    {
        Key = key;
        _grain = grain;
        _input = input;
        _patience = patience;
    }

    /// <summary>The session's key in the cluster.</summary>
    public SessionKey Key { get; }

    /// <summary>Reads the answers behind a place, and waits when there are none yet.</summary>
    /// <param name="afterSequence">Sequence number of the last part that the reader has; below −1 to read from the oldest that is kept.</param>
    /// <param name="afterPart">Number of that part; <see cref="int.MaxValue"/> for the whole answer.</param>
    /// <param name="wait">How long to wait at most; the session may end it earlier.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="SessionException">The session is not there, or cannot live; the code says which.</exception>
    public Task<AnswerPage> ReadAsync(long afterSequence, int afterPart, TimeSpan wait, CancellationToken cancellation = default) =>
        PatientCall.CallAsync(() => _grain.ReadAnswersAsync(afterSequence, afterPart, wait), _patience, cancellation);

    /// <summary>Sends a frame and waits for its whole answer.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="sequence">Its sequence number; null for the session's next one, whoever else sends.</param>
    /// <param name="wait">How long to wait at most.</param>
    /// <param name="cancellation">Ends the wait; the frame may be applied all the same.</param>
    /// <exception cref="SessionException">
    /// The session is not there or cannot live; the number is too high (<see cref="ErrorCodes.SequenceAhead"/>); the answer is not kept
    /// any more (<see cref="ErrorCodes.Duplicate"/>) or did not come (<see cref="ErrorCodes.AnswerTimeout"/>); the frame is too long, or
    /// too many wait. An answer with an error is an answer.
    /// </exception>
    public Task<FrameAnswer> AskAsync(InferenceFrame frame, long? sequence, TimeSpan wait, CancellationToken cancellation = default) =>
        DeliverAsync(frame, sequence, isAnswered: true, wait, cancellation);

    /// <summary>Sends a frame and waits until the session has taken it; its answer can be read later.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="sequence">Its sequence number. The caller must have it: only the answer would say whose frame got a number.</param>
    /// <param name="wait">How long to wait at most.</param>
    /// <param name="cancellation">Ends the wait; the frame may be applied all the same.</param>
    /// <exception cref="SessionException">As <see cref="AskAsync"/> says.</exception>
    public Task SendAsync(InferenceFrame frame, long sequence, TimeSpan wait, CancellationToken cancellation = default) =>
        DeliverAsync(frame, sequence, isAnswered: false, wait, cancellation);

    private async Task<FrameAnswer> DeliverAsync(
        InferenceFrame frame, long? sequence, bool isAnswered, TimeSpan wait, CancellationToken cancellation)
    {
        if (FrameSize.Refusal(FrameSize.Of(frame.Input)) is { } refusal)
        {
            throw new SessionException(refusal.Code, refusal.Message);
        }

        using var patience = new CancellationTokenSource(wait, _patience.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            while (true)
            {
                var number = sequence ?? (await ReadAsync(long.MaxValue, 0, TimeSpan.Zero, either.Token)).NextSequence;
                var input = Frame(frame, number, isNumbered: sequence is not null);
                var answer = await ExchangeAsync(input, isAnswered, either.Token);
                if (answer is not null)
                {
                    return answer;
                }
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new SessionException(ErrorCodes.AnswerTimeout,
                $"session {Key} gave no answer in {wait.TotalMilliseconds:0} ms; the frame may be applied all the same: send it again with its sequence number");
        }
    }

    private static InputFrame Frame(InferenceFrame frame, long sequence, bool isNumbered) => new()
    {
        Sequence = sequence,
        Input = frame.Input,
        Generation = frame.Generation,
        End = frame.End,
        Scores = frame.Scores,
        Writer = isNumbered ? 0 : BitConverter.ToInt64(Guid.NewGuid().ToByteArray()),
    };

    /// <summary>Publishes a frame until it is taken, and reads its answer.</summary>
    /// <returns>Null when the number turned out to be another writer's; then the frame was not taken.</returns>
    private async Task<FrameAnswer?> ExchangeAsync(InputFrame input, bool isAnswered, CancellationToken cancellation)
    {
        var parts = new List<OutputFrame>();
        var (sequence, part) = (input.Sequence - 1, int.MaxValue);
        var started = _patience.Time.GetTimestamp();
        for (var waitMs = 0; ; waitMs = Math.Clamp(2 * waitMs, FirstWaitMs, LongestWaitMs))
        {
            var page = await ReadAsync(sequence, part, TimeSpan.FromMilliseconds(waitMs), cancellation);
            foreach (var answer in page.IsComplete ? page.Answers.TakeWhile(answer => answer.Sequence == input.Sequence) : [])
            {
                if (input.Writer != 0 && answer.Writer != input.Writer)
                {
                    return null;
                }

                parts.Add(answer);
                (sequence, part) = (answer.Sequence, answer.Part);
                if (answer.Last)
                {
                    return new FrameAnswer(input.Sequence, parts);
                }
            }

            if (!page.IsComplete)
            {
                throw Gone(input, page);
            }

            if (page.NextSequence > input.Sequence)
            {
                if (!isAnswered)
                {
                    return new FrameAnswer(input.Sequence, parts);
                }
            }
            else if (page.NextSequence < input.Sequence)
            {
                if (input.Writer != 0)
                {
                    return null;
                }

                await AwaitEarlierAsync(input, page, started, cancellation);
                waitMs = 0;
            }
            else
            {
                await PublishAsync(input, page, cancellation);
            }
        }
    }

    private SessionException Gone(InputFrame input, AnswerPage page) => new(ErrorCodes.Duplicate,
        $"frame {input.Sequence} of session {Key} was applied and its answer is not kept any more; the next frame is {page.NextSequence}");

    private async Task AwaitEarlierAsync(InputFrame input, AnswerPage page, long started, CancellationToken cancellation)
    {
        if (_patience.Time.GetElapsedTime(started).TotalMilliseconds >= AheadMs)
        {
            throw new SessionException(ErrorCodes.SequenceAhead,
                $"sequence is {input.Sequence}; the next frame of session {Key} is {page.NextSequence}");
        }

        await Task.Delay(TimeSpan.FromMilliseconds(PauseMs), _patience.Time, cancellation);
    }

    private async Task PublishAsync(InputFrame input, AnswerPage page, CancellationToken cancellation)
    {
        if (page.IsFull)
        {
            throw new SessionException(ErrorCodes.TooManyFrames,
                $"too many frames of session {Key} wait already; send frame {input.Sequence} again when some are answered");
        }

        try
        {
            await _input.OnNextAsync(input).WaitAsync(cancellation);
        }
        catch (Exception exception) when (exception is LiveStreamFullException || PassingFault.Is(exception))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(PauseMs), _patience.Time, cancellation);
        }
    }
}
