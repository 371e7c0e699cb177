using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Cli.Generation;
using RnnCluster.Cli.Music;
using RnnCluster.Client;
using RnnCluster.Client.Sessions;
using RnnCluster.Recurrent.Tokenizers;

namespace RnnCluster.Cli.Demo;

/// <summary>Makes music, piece after piece; the first one is written to a file.</summary>
/// <param name="client">The cluster.</param>
/// <param name="model">A one-to-many model that generates from nothing.</param>
/// <param name="index">Number of the session among those of this model.</param>
/// <param name="seed">Seed of the run.</param>
/// <param name="files">Where the first piece goes.</param>
internal sealed class DemoComposer(RnnClient client, ModelSummary model, int index, ulong seed, GeneratedFiles files) : DemoSession(model)
{
    // A piano roll never ends by itself.
    private const int PianoRollSteps = 128;

    // Small parts, so that one sees the pieces grow.
    private const int PartTokens = 4;

    /// <summary>Pieces that are whole.</summary>
    public int Pieces { get; private set; }

    /// <summary>The file of the first piece; null when it was not finished.</summary>
    public string? File { get; private set; }

    public override async Task RunAsync(CancellationToken stop)
    {
        var session = await client.OpenAsync(Row.Model.Name, cancellation: stop);
        try
        {
            while (true)
            {
                // The first piece of a session is the one that `rnn generate` makes with the same seed and index.
                var piece = await ComposeAsync(session, SessionSeed.Derive(seed + (ulong)Pieces, index), stop);
                Pieces++;
                File ??= files.Write(piece);
            }
        }
        catch (OperationCanceledException)
        {
            await session.CloseAsync();
        }
    }

    private async Task<GeneratedSequence> ComposeAsync(RnnSession session, ulong pieceSeed, CancellationToken stop)
    {
        var outputs = new List<StepOutput>();
        var isWhole = false;
        var steps = Row.Model.PianoRoll is null ? Row.Model.MaxTokens : PianoRollSteps;
        var request = new GenerationRequest { Tokens = steps, PartTokens = PartTokens, Seed = pieceSeed };
        await foreach (var part in session.GenerateAsync(request, cancellation: stop))
        {
            if (part.Error is { } error)
            {
                throw new SessionException(error.Code, error.Message);
            }

            outputs.AddRange(part.Outputs);
            isWhole = part.EndOfSequence;
            Row.Add(part.Outputs.Length, Row.Model.PianoRoll is { } roll ? Chords(outputs, roll) : Text(outputs));
        }

        if (!isWhole)
        {
            await session.ResetAsync();
        }

        return GeneratedSequence.Of(Row.Model, index, prompt: null, outputs, isWhole);
    }

    private string Text(List<StepOutput> outputs) => TokenText.Join(Row.Model.Tokenizer, outputs.Select(output => output.Token));

    private static string Chords(List<StepOutput> outputs, PianoRoll roll)
    {
        float[][] last = [.. outputs.TakeLast(PartTokens).Select(output => output.Features!)];
        return string.Join("  ", PianoRollNotes.Pitches(last, roll).Select(chord => string.Join(' ', chord.Select(PianoRollNotes.Name))));
    }
}
