using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Cli.Load;

/// <summary>One session of an open loop. Its n-th frame is due when the schedule says, so nothing is kept for a frame under way.</summary>
internal sealed class OpenLane(ILoadSession session, int index, OpenSchedule schedule, LoadMeter meter, TimeProvider time)
{
    private int _waiting;
    private long _requested;
    private long _sent;

    /// <summary>The session's next frame is due: it leaves now, or when there is room for it behind those that are due already.</summary>
    public void Send(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _requested);
        Pump(cancellation);
    }

    /// <summary>No frame follows.</summary>
    public void Complete(CancellationToken cancellation) => Pump(cancellation);

    /// <summary>Reads the answers to all frames.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        var answers = new AnswerReader(session, meter);
        var answered = 0L;
        try
        {
            await foreach (var part in session.ReadOutputsAsync(cancellation))
            {
                answers.Take(part, schedule.DueAt(index, answered), time.GetTimestamp());
                answered += part.Last ? 1 : 0;
            }
        }
        catch (SessionException exception)
        {
            meter.Lose(exception.Code);
        }
        catch (OperationCanceledException)
        {
            // What is under way stays without an answer.
        }
    }

    private void Pump(CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _waiting) == 1)
        {
            _ = SendWaitingAsync(cancellation);
        }
    }

    /// <summary>Sends what waits, one after the other; the end is the last that waits.</summary>
    private async Task SendWaitingAsync(CancellationToken cancellation)
    {
        try
        {
            do
            {
                if (_sent == Interlocked.Read(ref _requested))
                {
                    session.CompleteSending();
                    continue;
                }

                meter.Send(schedule.DueAt(index, _sent));
                await session.SendAsync(cancellation);
                _sent++;
            }
            while (Interlocked.Decrement(ref _waiting) > 0);
        }
        catch (Exception exception) when (exception is SessionException or OperationCanceledException or ObjectDisposedException)
        {
            // The reader tells. What waits, and what follows, stays without an answer: this keeps its place and nobody sends again.
        }
    }
}
