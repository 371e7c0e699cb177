using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Cli.Commands;
using RnnCluster.Cli.Evaluation.Cases;
using RnnCluster.Client;

namespace RnnCluster.Cli.Evaluation;

/// <summary>Lets live sessions answer cases, a fresh session for each, many at once.</summary>
internal sealed class EvaluationRun(RnnClient client, ModelSummary model, int window, int? beams, CancellationToken cancellation)
{
    // Nobody watches these parts: few, large messages.
    private const int PartTokens = 128;

    // What was asked for by name; without it, the end of a source asks for what the package says.
    private readonly GenerationRequest? _search =
        beams is null ? null : new GenerationRequest { Tokens = model.MaxTokens, Beams = beams, PartTokens = PartTokens };

    private int _answered;
    private long _outputs;

    /// <summary>Cases that are answered so far.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Outputs so far.</summary>
    public long Outputs => Interlocked.Read(ref _outputs);

    /// <summary>Asks all cases.</summary>
    /// <returns>The cases' numbers, summed in the order of the cases, so that the result does not depend on who answered first.</returns>
    /// <exception cref="CommandException">A case was answered with an error, or not as the data need it; it is named.</exception>
    public async Task<double[]> RunAsync(IReadOnlyList<EvaluationCase> cases)
    {
        var numbers = new double[cases.Count][];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, cases.Count),
            new ParallelOptions { MaxDegreeOfParallelism = window, CancellationToken = cancellation },
            async (index, token) =>
            {
                var outputs = await AskAsync(cases[index], token);
                numbers[index] = cases[index].Compare(outputs);
                Interlocked.Increment(ref _answered);
                Interlocked.Add(ref _outputs, outputs.Count);
            });
        return [.. Enumerable.Range(0, numbers[0].Length).Select(place => numbers.Sum(row => row[place]))];
    }

    private async Task<IReadOnlyList<StepOutput>> AskAsync(EvaluationCase asked, CancellationToken token)
    {
        try
        {
            await using var session = await client.OpenAsync(model.Name, cancellation: token);
            try
            {
                return await session.AskAsync(asked.Input, end: beams is null, asked.NeedsScores && beams is null, _search, token);
            }
            finally
            {
                await session.CloseAsync();
            }
        }
        catch (SessionException exception)
        {
            throw new CommandException($"{asked.Place}: {exception.Message}");
        }
    }
}
