using RnnCluster.Streams.Sending;

namespace RnnCluster.Client.Sessions;

/// <summary>Calls of a session in a cluster that changes: what is not answered soon, or cannot get there now, is called again.</summary>
/// <remarks>Only for calls that may be made twice.</remarks>
internal static class PatientCall
{
    private const int FirstRetryMs = 20;
    private const int LongestRetryMs = 500;
    private const int AnswerMs = 5_000;

    /// <summary>Calls until there is an answer, at most as long as <paramref name="patience"/> says.</summary>
    public static async Task<T> CallAsync<T>(Func<Task<T>> call, PublishPatience patience, CancellationToken cancellation)
    {
        var started = patience.Time.GetTimestamp();
        for (var retryMs = FirstRetryMs; ; retryMs = Math.Min(2 * retryMs, LongestRetryMs))
        {
            try
            {
                var answer = call();
                answer.Ignore();
                return await answer.WaitAsync(TimeSpan.FromMilliseconds(AnswerMs), patience.Time, cancellation);
            }
            catch (Exception exception) when (
                PassingFault.Is(exception) && patience.Time.GetElapsedTime(started).TotalMilliseconds < patience.WaitMs)
            {
                // The next one may find the cluster changed.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(retryMs), patience.Time, cancellation);
        }
    }
}
