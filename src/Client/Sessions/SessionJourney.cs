using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Client.Sessions;

/// <summary>The move of a session to another silo, from the wish until it is there.</summary>
internal static class SessionJourney
{
    private const int FirstLookMs = 5;
    private const int LongestLookMs = 200;

    /// <summary>Moves a session, and waits until it is there.</summary>
    /// <param name="session">The session.</param>
    /// <param name="silo">The silo; null for any other.</param>
    /// <param name="patience">How long to wait.</param>
    /// <returns>The silo that it is on.</returns>
    /// <exception cref="SessionException">There is no such silo, or it has no room.</exception>
    /// <exception cref="TimeoutException">It did not arrive in time. It goes on where it is, and may be on its way.</exception>
    public static async Task<string> MakeAsync(ISessionGrain session, string? silo, PublishPatience patience)
    {
        var started = patience.Time.GetTimestamp();

        // This call once: another one without a name would be another move.
        var move = await session.MoveAsync(silo);
        for (var lookMs = FirstLookMs; !move.IsThere; lookMs = Math.Min(2 * lookMs, LongestLookMs))
        {
            if (patience.Time.GetElapsedTime(started).TotalMilliseconds > patience.WaitMs)
            {
                throw new TimeoutException($"session {move.Session} is still on silo {move.From}, and was to be on {move.To} within {patience.WaitMs} ms");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(lookMs), patience.Time);
            var to = move.To;
            move = await PatientCall.CallAsync(() => session.MoveAsync(to), patience, CancellationToken.None);
        }

        return move.To;
    }
}
