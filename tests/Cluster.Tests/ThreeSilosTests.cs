using System.Text.Json;

namespace RnnCluster.Cluster.Tests;

/// <summary>What one silo in the command's own process gives, three silos in their own processes give too, to the byte.</summary>
public sealed class ThreeSilosTests(SiloProcesses silos) : IClassFixture<SiloProcesses>
{
    private const int Sessions = 60;
    private const int Tokens = 160;

    private static readonly string[][] Sentences =
    [
        ["The", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog", "."],
        ["Nobody", "told", "Mary", "that", "the", "train", "had", "left", "at", "7:45", "."],
        ["What", "a", "wonderful", "idea", "!"],
        ["She", "is", "n't", "coming", ",", "is", "she", "?"],
        ["Zanzibarite", "floogles", "re-wibbled", "quixotically", "in", "1984", "."],
    ];

    [Fact]
    public async Task Generate_OneSiloTwiceAndThreeSilos_SameBytes()
    {
        var once = await GenerateAsync("once", Sessions);
        var again = await GenerateAsync("again", Sessions);
        var three = await GenerateAsync("three", Sessions, "--connect", silos.Gateways);
        var alone = await GenerateAsync("alone", 3);

        Assert.Equal(2 * Sessions, once.Count);
        Assert.Equal(once, again);
        Assert.Equal(once, three);
        Assert.All(alone, file => Assert.Equal(once[file.Key], file.Value));
    }

    [Fact]
    public async Task Infer_FrameOrTokenOneSiloOrThree_SameOutputs()
    {
        var whole = await InferAsync(WholeSentences());
        var tokens = await InferAsync(TokenByToken(Sessions));
        var wholeOnThree = await InferAsync(WholeSentences(), "--connect", silos.Gateways);
        var tokensOnThree = await InferAsync(TokenByToken(Sessions), "--connect", silos.Gateways);

        Assert.Equal(Sessions, whole.Count);
        Assert.All(whole, session => Assert.Equal(Sentences[int.Parse(session.Key) % Sentences.Length].Length, session.Value.Count));
        Assert.Equal(whole, tokens);
        Assert.Equal(whole, wholeOnThree);
        Assert.Equal(whole, tokensOnThree);
    }

    [Fact]
    public async Task Infer_AloneOrAmongAThousand_SameOutputs()
    {
        const int Crowd = 1_000;
        var alone = await InferAsync(TokenByToken(sessions: 1));
        var crowded = await InferAsync(TokenByToken(Crowd));
        var crowdedOnThree = await InferAsync(TokenByToken(Crowd), "--connect", silos.Gateways);

        Assert.Equal(Crowd, crowded.Count);
        Assert.Equal(alone["0"], crowded["0"]);
        Assert.Equal(crowded, crowdedOnThree);
    }

    [Fact]
    public async Task Models_OfTheCluster_AreListed()
    {
        var (code, output, errors) = await RnnProcess.RunAsync(input: null, "models", "--json", "--connect", silos.Gateways);

        Assert.True(code == 0, errors);
        var names = JsonDocument.Parse(output).RootElement.EnumerateArray().Select(model => model.GetProperty("name").GetString());
        var shipped = Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "models")).Select(Path.GetFileName);
        Assert.Equal(shipped.Order(StringComparer.Ordinal), names);
    }

    private static async Task<SortedDictionary<string, string>> GenerateAsync(string name, int sessions, params string[] more)
    {
        var folder = Directory.CreateTempSubdirectory($"rnn-{name}-");
        try
        {
            var (code, _, errors) = await RnnProcess.RunAsync(
                input: null,
                ["generate", "music", "--sessions", $"{sessions}", "--tokens", $"{Tokens}", "--seed", "7", "--out", folder.FullName, .. more]);
            Assert.True(code == 0, errors);
            return new SortedDictionary<string, string>(
                folder.EnumerateFiles().ToDictionary(file => file.Name, file => Convert.ToHexString(File.ReadAllBytes(file.FullName))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Outputs by session, in order, as they stand in the JSON.</summary>
    private static async Task<SortedDictionary<string, List<string>>> InferAsync(string lines, params string[] more)
    {
        var (code, output, errors) = await RnnProcess.RunAsync(lines, ["infer", "tagger", "--scores", .. more]);
        Assert.True(code == 0, errors + output);
        var sessions = new SortedDictionary<string, List<string>>();
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var answer = JsonDocument.Parse(line).RootElement;
            var session = answer.GetProperty("session").GetString()!;
            sessions.TryAdd(session, []);
            sessions[session].AddRange(answer.GetProperty("outputs").EnumerateArray().Select(step => step.GetRawText()));
        }

        return sessions;
    }

    private static string WholeSentences() => string.Concat(Enumerable.Range(0, Sessions).Select(session => Line(session, Sentences[session % Sentences.Length])));

    /// <summary>All sessions interleaved, one token a line.</summary>
    private static string TokenByToken(int sessions) => string.Concat(
        from token in Enumerable.Range(0, Sentences.Max(sentence => sentence.Length))
        from session in Enumerable.Range(0, sessions)
        let sentence = Sentences[session % Sentences.Length]
        where token < sentence.Length
        select Line(session, [sentence[token]]));

    private static string Line(int session, string[] tokens) =>
        JsonSerializer.Serialize(new { session = $"{session}", tokens }) + "\n";
}
