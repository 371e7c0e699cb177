namespace RnnCluster.Silo.Gateway.Inference.Running;

/// <summary>Lets requests of one sequence run one after the other, as they came, and those of different ones at a time.</summary>
/// <remarks>For one caller's stream: not thread-safe.</remarks>
/// <param name="limit">Sequences that are remembered at least; one more than requests can be under way.</param>
internal sealed class SequenceOrder(int limit)
{
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);

    /// <summary>Runs a request of a sequence, behind those before it.</summary>
    /// <param name="sequence">Names the sequence; null for a request that is alone.</param>
    /// <param name="run">Runs it. Its failure does not keep the next one from running.</param>
    public Task<T> RunAsync<T>(string? sequence, Func<Task<T>> run)
    {
        if (sequence is null)
        {
            return run();
        }

        var before = _last.GetValueOrDefault(sequence) ?? Task.CompletedTask;
        var answer = before.IsCompleted ? run() : AfterAsync(before, run);
        Forget();
        _last[sequence] = answer;
        return answer;
    }

    private static async Task<T> AfterAsync<T>(Task before, Func<Task<T>> run)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await run();
    }

    private void Forget()
    {
        if (_last.Count < 2 * limit)
        {
            return;
        }

        foreach (var (sequence, _) in _last.Where(entry => entry.Value.IsCompleted).ToList())
        {
            _last.Remove(sequence);
        }
    }
}
