using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Generation;
using RnnCluster.Client;

namespace RnnCluster.Cli.Demo;

/// <summary>The demo's sessions: some make music, and one of every model that has examples reads them.</summary>
internal sealed class DemoRun
{
    public const string MusicModel = "music";
    public const string TaggerModel = "tagger";

    private readonly IReadOnlyList<DemoSession> _sessions;

    /// <param name="client">The cluster.</param>
    /// <param name="models">The models that it serves.</param>
    /// <param name="modelsFolder">Where their examples are.</param>
    /// <param name="players">Sessions that play tunes.</param>
    /// <param name="seed">Seed of the music.</param>
    /// <param name="folder">Where the music goes.</param>
    /// <param name="time">Measures latencies.</param>
    public DemoRun(
        RnnClient client,
        IReadOnlyList<ModelSummary> models,
        string modelsFolder,
        int players,
        ulong seed,
        string folder,
        TimeProvider time)
    {
        var composers = models.Where(IsComposer).SelectMany(model =>
        {
            var files = new GeneratedFiles(model, seed, folder);
            return Enumerable.Range(0, model.Name == MusicModel ? players : 1)
                .Select(index => new DemoComposer(client, model, index, seed, files));
        });
        var readers = models
            .Select(model => (Model: model, Examples: DemoExamples.Read(modelsFolder, model)))
            .Where(reader => reader.Examples.Count > 0)
            .Select(reader => new DemoReader(client, reader.Model, reader.Examples, time));
        _sessions = [.. composers.Cast<DemoSession>().Concat(readers).OrderBy(session => session.Row.Model.Topology, StringComparer.Ordinal)];
    }

    public IReadOnlyList<DemoRow> Rows => [.. _sessions.Select(session => session.Row)];

    /// <summary>Pieces of music that were finished.</summary>
    public int Pieces => _sessions.OfType<DemoComposer>().Sum(composer => composer.Pieces);

    /// <summary>Files of the first piece of each session that finished one.</summary>
    public IEnumerable<string> Files => _sessions.OfType<DemoComposer>().Select(composer => composer.File).OfType<string>();

    /// <summary>Median time from sending a word to its tag; 0 when there was none.</summary>
    public double MedianLatencyMs => _sessions.OfType<DemoReader>()
        .Where(reader => reader.Row.Model.Name == TaggerModel)
        .SelectMany(reader => reader.LatenciesMs)
        .Order().ToList() is { Count: > 0 } sorted ? sorted[sorted.Count / 2] : 0;

    /// <summary>Runs all sessions until <paramref name="stop"/> is cancelled.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(_sessions.Select(session => session.RunAsync(stop)));

    private static bool IsComposer(ModelSummary model) =>
        model.Generates && (model.Tokenizer == GeneratedFiles.AbcTokenizer || model.PianoRoll is not null);
}
