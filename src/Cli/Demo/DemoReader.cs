using System.Text;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Client;
using RnnCluster.Client.Json;
using RnnCluster.Client.Sessions;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Cli.Demo;

/// <summary>Reads a package's examples over and over: tokens one by one, as they would arrive; sources and vectors as a whole.</summary>
internal sealed class DemoReader(RnnClient client, ModelSummary model, IReadOnlyList<InferenceLine> examples, TimeProvider time)
    : DemoSession(model)
{
    // Slow enough to read along, and quick enough for every example to have its turn.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private readonly List<double> _latenciesMs = [];

    /// <summary>Times from sending a frame to the end of its answer.</summary>
    public IReadOnlyList<double> LatenciesMs => _latenciesMs;

    public override async Task RunAsync(CancellationToken stop)
    {
        var session = await client.OpenAsync(Row.Model.Name, cancellation: stop);
        try
        {
            while (true)
            {
                foreach (var example in examples)
                {
                    await ShowAsync(session, example, stop);
                    await Task.Delay(Pause, time, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            await session.CloseAsync();
        }
    }

    private Task ShowAsync(RnnSession session, InferenceLine example, CancellationToken stop) =>
        example.Tokens is { } tokens ? ShowTokensAsync(session, tokens, stop) : ShowWholeAsync(session, example, stop);

    private async Task ShowTokensAsync(RnnSession session, string[] tokens, CancellationToken stop)
    {
        var line = new StringBuilder();
        for (var index = 0; index < tokens.Length; index++)
        {
            var outputs = await AskAsync(session, new TokensInput([tokens[index]]), index == tokens.Length - 1, stop);
            if (Row.Model.Topology == "many-to-one")
            {
                line.Append(tokens[index]).Append(' ');
                Row.Add(outputs.Count, $"{line}→ {Label(outputs)}");
                continue;
            }

            foreach (var output in outputs)
            {
                line.Append(output.Token).Append('/').Append(output.Label).Append(' ');
            }

            Row.Add(outputs.Count, line.ToString());
        }
    }

    private async Task ShowWholeAsync(RnnSession session, InferenceLine example, CancellationToken stop)
    {
        var outputs = await AskAsync(session, example.ToInput()!, end: true, stop);
        var answer = Row.Model.Generates ? TokenText.Join(Row.Model.Tokenizer, outputs.Select(output => output.Token)) : Label(outputs);
        Row.Add(outputs.Count, $"{example.Text ?? example.Session} → {answer}");
    }

    private async Task<IReadOnlyList<StepOutput>> AskAsync(RnnSession session, FrameInput input, bool end, CancellationToken stop)
    {
        var sent = time.GetTimestamp();
        var outputs = await session.AskAsync(input, end, cancellation: stop);
        _latenciesMs.Add(time.GetElapsedTime(sent).TotalMilliseconds);
        return outputs;
    }

    private static string Label(IReadOnlyList<StepOutput> outputs) =>
        outputs.Count == 0 ? "" : $"{outputs[^1].Label} {outputs[^1].Score:F2}";
}
