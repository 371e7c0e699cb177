using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Client;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Cluster.Tests;

/// <summary>One session under load: sends the frames that its number seeds, a few under way at a time, and keeps what came back.</summary>
/// <remarks>Even sessions tag words, odd ones compose with a seeded sampler.</remarks>
internal sealed class SessionLoad
{
    /// <summary>Most frames that are under way.</summary>
    public const int Window = 4;

    private const int FrameTokensLimit = 3;
    private const int SentenceFrames = 12;

    // Twenty frames a second: a steady load that leaves the machine room for silos that start.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private static readonly string[] Words =
        ["The", "train", "had", "n't", "left", "when", "Mary", "re-wibbled", "7:45", "idea", "!", ",", "quick", "over", "Zanzibarite", "."];

    private readonly int _number;
    private readonly RnnSession _session;
    private readonly List<string> _answers = [];
    private readonly Lock _gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _awaited = [];

    private SessionLoad(int number, RnnSession session)
    {
        _number = number;
        _session = session;
    }

    /// <summary>The answers in the order in which the client gave them: sequence number and a digest of every bit of the outputs.</summary>
    public IReadOnlyList<string> Answers => _answers;

    /// <summary>How many frames are answered.</summary>
    public int Answered
    {
        get
        {
            lock (_gate)
            {
                return _answers.Count;
            }
        }
    }

    /// <summary>Opens the session; its id and seed follow from its number.</summary>
    public static async Task<SessionLoad> OpenAsync(RnnClient client, int number) =>
        new(number, await client.OpenAsync(IsTagger(number) ? "tagger" : "music", $"load-{number}", seed: (ulong)number));

    /// <summary>Sends frames at a steady pace until <paramref name="stop"/>, and reads the answer of each.</summary>
    public Task RunUntilAsync(CancellationToken stop) => RunAsync(PacedAsync(stop));

    /// <summary>Sends <paramref name="frames"/> frames as fast as the window lets it, and reads the answer of each.</summary>
    public Task RunAsync(int frames) => RunAsync(CountedAsync(frames));

    /// <summary>Completes when <paramref name="count"/> frames are answered.</summary>
    public Task AnsweredAsync(int count)
    {
        lock (_gate)
        {
            if (_answers.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((count, reached));
            return reached.Task;
        }
    }

    /// <summary>The sequence number that the cluster applies next.</summary>
    public async Task<long> NextSequenceAsync() => (await _session.GetPositionAsync()).NextSequence;

    private static bool IsTagger(int number) => number % 2 == 0;

    private async Task RunAsync(Task sending)
    {
        // What fails first ends the run: the other half may wait for ever then.
        var reading = ReadAllAsync();
        await await Task.WhenAny(sending, reading);
        await Task.WhenAll(sending, reading);
    }

    private async Task PacedAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Pace);
        for (var frame = 0; !stop.IsCancellationRequested; frame++)
        {
            await SendAsync(frame);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        _session.CompleteSending();
    }

    private async Task CountedAsync(int frames)
    {
        for (var frame = 0; frame < frames; frame++)
        {
            await SendAsync(frame);
        }

        _session.CompleteSending();
    }

    private Task<long> SendAsync(int frame)
    {
        var random = new Random(unchecked(_number * 1_000_003 + frame));
        var tokens = random.Next(1, FrameTokensLimit + 1);
        return IsTagger(_number)
            ? _session.SendAsync(new TokensInput(random.GetItems(Words, tokens)), end: frame % SentenceFrames == SentenceFrames - 1, scores: true)
            : _session.SendAsync(input: null, generation: new GenerationRequest { Tokens = tokens });
    }

    private async Task ReadAllAsync()
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var parts = 0;
        await foreach (var part in _session.ReadOutputsAsync())
        {
            Assert.Null(part.Error);
            Assert.Equal(parts++, part.Part);
            foreach (var output in part.Outputs)
            {
                digest.AppendData(Encoding.UTF8.GetBytes($"{output.Token}\0{output.Label}\0"));
                digest.AppendData(MemoryMarshal.AsBytes<float>([output.Score ?? -1, .. output.Probabilities ?? []]));
            }

            if (part.Last)
            {
                Take($"{part.Sequence} {Convert.ToHexString(digest.GetHashAndReset())}{(part.EndOfSequence ? " end" : "")}");
                parts = 0;
            }
        }
    }

    private void Take(string answer)
    {
        lock (_gate)
        {
            _answers.Add(answer);
            foreach (var (_, reached) in _awaited.Where(awaited => awaited.Count <= _answers.Count))
            {
                reached.TrySetResult();
            }

            _awaited.RemoveAll(awaited => awaited.Count <= _answers.Count);
        }
    }
}
