using System.Text;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Cli.Generation;
using RnnCluster.Client;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Cli.Demo;

/// <summary>The demo's sessions: some make music, tune after tune, one tags sentences a word at a time.</summary>
internal sealed class DemoRun
{
    public const string MusicModel = "music";
    public const string TaggerModel = "tagger";

    private const int TuneTokens = 1_024;

    // Small parts, so that one sees the tunes grow.
    private const int PartTokens = 4;

    private readonly RnnClient _client;
    private readonly ModelSummary _music;
    private readonly ulong _seed;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly DemoRow[] _musicRows;
    private readonly DemoRow _taggerRow = new("reader", TaggerModel);
    private readonly List<double> _latenciesMs = [];
    private int _tunes;

    public DemoRun(RnnClient client, ModelSummary music, int sessions, ulong seed, string folder, TimeProvider time)
    {
        _client = client;
        _music = music;
        _seed = seed;
        _folder = folder;
        _time = time;
        _musicRows = [.. Enumerable.Range(0, sessions).Select(index => new DemoRow($"player-{index + 1}", MusicModel))];
    }

    public IReadOnlyList<DemoRow> Rows => [.. _musicRows, _taggerRow];

    /// <summary>Tunes that their sessions ended.</summary>
    public int Tunes => Volatile.Read(ref _tunes);

    /// <summary>Files of the first tune of each session, by session; null where it was not finished.</summary>
    public IReadOnlyList<string?> Files { get; private set; } = [];

    /// <summary>Median time from sending a word to its tag; 0 when there was none.</summary>
    public double MedianLatencyMs => _latenciesMs.Count == 0 ? 0 : _latenciesMs.Order().ElementAt(_latenciesMs.Count / 2);

    /// <summary>Runs all sessions until <paramref name="stop"/> is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var files = new GeneratedFiles(_music, _seed, _folder);
        var players = Enumerable.Range(0, _musicRows.Length).Select(index => PlayAsync(index, files, stop)).ToList();
        await Task.WhenAll([.. players, TagAsync(stop)]);
        Files = [.. players.Select(player => player.Result)];
    }

    private async Task<string?> PlayAsync(int index, GeneratedFiles files, CancellationToken stop)
    {
        var session = await _client.OpenAsync(MusicModel, cancellation: stop);
        string? file = null;
        try
        {
            for (var tune = 0; ; tune++)
            {
                // The first tune of a session is the one that `rnn generate` makes with the same seed and index.
                ulong? seed = tune == 0 ? SessionSeed.Derive(_seed, index) : null;
                var text = await PlayTuneAsync(session, index, seed, stop);
                Interlocked.Add(ref _tunes, text.IsWhole ? 1 : 0);
                file ??= files.Write(text);
            }
        }
        catch (OperationCanceledException)
        {
            await session.CloseAsync();
            return file;
        }
    }

    private async Task<GeneratedSequence> PlayTuneAsync(RnnSession session, int index, ulong? seed, CancellationToken stop)
    {
        var text = new StringBuilder();
        var tokens = 0;
        var isWhole = false;
        var request = new GenerationRequest { Tokens = TuneTokens, PartTokens = PartTokens, Seed = seed };
        await foreach (var part in session.GenerateAsync(request, cancellation: stop))
        {
            if (part.Error is { } error)
            {
                throw new SessionException(error.Code, error.Message);
            }

            text.AppendJoin("", part.Outputs.Select(output => output.Token));
            tokens += part.Outputs.Length;
            isWhole = part.EndOfSequence;
            _musicRows[index].Add(part.Outputs.Length, text.ToString());
        }

        if (!isWhole)
        {
            await session.ResetAsync();
        }

        return new GeneratedSequence(index, text.ToString(), [], tokens, isWhole);
    }

    private async Task TagAsync(CancellationToken stop)
    {
        var session = await _client.OpenAsync(TaggerModel, cancellation: stop);
        try
        {
            while (true)
            {
                foreach (var sentence in DemoSentences.All)
                {
                    await TagSentenceAsync(session, sentence, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            await session.CloseAsync();
        }
    }

    private async Task TagSentenceAsync(RnnSession session, string[] words, CancellationToken stop)
    {
        var line = new StringBuilder();
        for (var index = 0; index < words.Length; index++)
        {
            var sent = _time.GetTimestamp();
            var outputs = await session.AskAsync(new TokensInput([words[index]]), end: index == words.Length - 1, cancellation: stop);
            _latenciesMs.Add(_time.GetElapsedTime(sent).TotalMilliseconds);
            line.Append(words[index]).Append('/').Append(outputs[0].Label).Append(' ');
            _taggerRow.Add(1, line.ToString());
        }
    }
}
