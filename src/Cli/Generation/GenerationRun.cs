using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Cli.Generation;

/// <summary>Runs many generating sessions side by side.</summary>
internal sealed class GenerationRun(RnnClient client, GenerationSettings settings, ModelSummary model, CancellationToken cancellation)
{
    // Sessions that are open at once; the others wait for one to end.
    private const int OpenLimit = 2_048;

    // Session ids of this run: two runs on one cluster must not meet.
    private readonly string _run = Guid.NewGuid().ToString("N");

    private long _tokens;
    private int _finished;

    /// <summary>Tokens generated so far.</summary>
    public long Tokens => Interlocked.Read(ref _tokens);

    /// <summary>Sessions that have ended so far.</summary>
    public int Finished => Volatile.Read(ref _finished);

    /// <summary>Generates all texts and hands each to <paramref name="take"/> as it ends, in any order, from any thread.</summary>
    /// <exception cref="SessionException">A session was refused.</exception>
    public Task RunAsync(Action<GeneratedSequence> take) => Parallel.ForEachAsync(
        Enumerable.Range(0, settings.Sessions),
        new ParallelOptions { MaxDegreeOfParallelism = OpenLimit, CancellationToken = cancellation },
        async (index, token) =>
        {
            take(await GenerateAsync(index, token));
            Interlocked.Increment(ref _finished);
        });

    private async Task<GeneratedSequence> GenerateAsync(int index, CancellationToken token)
    {
        await using var session = await client.OpenAsync(settings.Model, $"{_run}-{index}", cancellation: token);
        try
        {
            return await ReadAsync(session, index, token);
        }
        finally
        {
            // Also when the command is stopped: nobody would hear the rest.
            await session.CloseAsync();
        }
    }

    private async Task<GeneratedSequence> ReadAsync(RnnSession session, int index, CancellationToken token)
    {
        var outputs = new List<StepOutput>();
        var isWhole = false;
        var prompt = settings.Prompt is { Length: > 0 } words ? new TextInput(words) : null;
        var request = settings.Request with { Seed = SessionSeed.Derive(settings.Seed, index) };
        await foreach (var part in session.GenerateAsync(request, prompt, token))
        {
            if (part.Error is { } error)
            {
                throw new SessionException(error.Code, error.Message);
            }

            outputs.AddRange(part.Outputs);
            isWhole = part.EndOfSequence;
            Interlocked.Add(ref _tokens, part.Outputs.Length);
        }

        return GeneratedSequence.Of(model, index, settings.Prompt, outputs, isWhole);
    }
}
