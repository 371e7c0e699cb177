using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Cli.Load;

/// <summary>Every session keeps a number of frames under way and sends the next one when one is answered.</summary>
/// <remarks>The load adapts to the server: a slow one is asked less. It shows what a cluster can give, not how long users wait.</remarks>
internal sealed class ClosedLoop(int window, LoadMeter meter, TimeProvider time)
{
    /// <summary>Drives the sessions until the measured time is over and all frames are answered, or until it is cancelled.</summary>
    public Task RunAsync(IEnumerable<ILoadSession> sessions, CancellationToken cancellation) =>
        Task.WhenAll(sessions.Select(session => DriveAsync(session, cancellation)).ToList());

    private async Task DriveAsync(ILoadSession session, CancellationToken cancellation)
    {
        var due = new long[window];
        var answers = new AnswerReader(session, meter);
        try
        {
            for (var first = 0; first < window; first++)
            {
                meter.Offer(due[first] = time.GetTimestamp());
                await session.SendAsync(cancellation);
            }

            var (oldest, underWay) = (0, window);
            await foreach (var part in session.ReadOutputsAsync(cancellation))
            {
                var now = time.GetTimestamp();
                answers.Take(part, due[oldest], now);
                if (!part.Last)
                {
                    continue;
                }

                if (now < meter.Window.Until)
                {
                    meter.Offer(due[oldest] = now);
                    await session.SendAsync(cancellation);
                }
                else if (--underWay == 0)
                {
                    return;
                }

                oldest = oldest + 1 == window ? 0 : oldest + 1;
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
}
