using System.Text.Json;
using System.Text.Json.Nodes;
using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Cluster.Tests.Inference;

/// <summary>The inference protocol as a client in another language speaks it, against what a client in .NET is answered, bit for bit.</summary>
public sealed class InferenceTests(InferenceSilo silo) : IClassFixture<InferenceSilo>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static MatrixTheoryData<string, bool> Kinds { get; } =
        new(["sentiment", "tagger", "tagger-bidirectional", "music", "chorales", "captions", "translate", "digits"], [true, false]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Infer_EachKindOfModel_AnswersAsInNet(string model, bool isRaw)
    {
        var frame = Frames.Of(model);
        await using var session = await silo.Client.OpenAsync(model, seed: Frames.Seed, cancellation: Cancellation);
        var expected = await session.AskAsync(frame.Input!, end: true, scores: true, frame.Generation, Cancellation);

        var request = frame.ToRequest(isRaw, ("seed", Frames.Seed));
        request["id"] = "one";
        var answer = (await NodeClient.InferAsync(silo.Grpc, isStream: false, request)).Single();

        Assert.Equal("one", (string?)answer["id"]);
        Assert.Equal(session.Opened.ModelVersion, (string?)answer["version"]);
        Assert.Equal(isRaw && frame.Input is not null, (bool)answer["raw"]!);
        Assert.True((bool)answer["end"]!);
        Assert.NotEmpty(expected);
        AssertSame(expected, answer);
    }

    [Fact]
    public async Task Sequence_OverRequests_IsOneSession()
    {
        string[] texts = ["They bo", "at on a ", "boat ", "today ."];
        await using var session = await silo.Client.OpenAsync("tagger", cancellation: Cancellation);
        var requests = texts.Select((text, index) => new Frames("tagger", new TextInput(text)).ToRequest(isRaw: index % 2 == 0,
            ("sequence_id", 4711), ("sequence_start", index == 0), ("sequence_end", index == texts.Length - 1)));
        var answers = await NodeClient.InferAsync(silo.Grpc, isStream: false, requests);

        for (var index = 0; index < texts.Length; index++)
        {
            AssertSame(await session.AskAsync(new TextInput(texts[index]), index == texts.Length - 1, scores: true, cancellation: Cancellation), answers[index]);
        }

        var late = (await NodeClient.InferAsync(silo.Grpc, isStream: false, new Frames("tagger", new TextInput("x")).ToRequest(false, ("sequence_id", 4711)))).Single();
        Assert.Equal(3, (int)late["code"]!);
        Assert.Equal("bad-request", (string?)late["name"]);
        Assert.Equal("model 'tagger' has no sequence '4711' that goes on; its first request must have sequence_start", (string?)late["error"]);
    }

    [Fact]
    public async Task Sequence_OverTwoSilos_IsOneSession()
    {
        var words = "the young fish for bass .".Split(' ');
        await using var session = await silo.Client.OpenAsync("tagger", cancellation: Cancellation);
        for (var index = 0; index < words.Length; index++)
        {
            // A process for each request: nothing is shared but the name.
            var answers = await NodeClient.InferAsync(
                index % 2 == 0 ? silo.Grpc : silo.OtherGrpc, isStream: true, Request("tagger", 12, words[index], index, words.Length));
            AssertSame(
                await session.AskAsync(new TokensInput([words[index]]), index == words.Length - 1, scores: true, cancellation: Cancellation), answers.Single());
        }
    }

    [Fact]
    public async Task Stream_InterleavedSequences_KeepTheirOrderAndTheirStates()
    {
        const int Count = 12;
        var words = "the old man the boats while the young fish for bass .".Split(' ');
        var requests = new List<JsonNode>();
        for (var index = 0; index < Count; index++)
        {
            requests.Add(Request("tagger", "left", words[index], index, Count));
            requests.Add(Request("sentiment", 9, words[^(index + 1)], index, Count));
        }

        var answers = await NodeClient.InferAsync(silo.Grpc, isStream: true, requests);

        Assert.Equal(requests.Select(request => (string)request["id"]!), answers.Select(answer => (string)answer["id"]!));
        await using var tagger = await silo.Client.OpenAsync("tagger", cancellation: Cancellation);
        await using var sentiment = await silo.Client.OpenAsync("sentiment", cancellation: Cancellation);
        for (var index = 0; index < Count; index++)
        {
            var isLast = index == Count - 1;
            AssertSame(await tagger.AskAsync(new TokensInput([words[index]]), isLast, scores: true, cancellation: Cancellation), answers[2 * index]);
            AssertSame(await sentiment.AskAsync(new TokensInput([words[^(index + 1)]]), isLast, scores: true, cancellation: Cancellation), answers[(2 * index) + 1]);
        }
    }

    [Fact]
    public async Task Stream_GenerationCutInTwo_GoesOnWhereItStood()
    {
        var whole = await NodeClient.InferAsync(silo.Grpc, isStream: false, Tune(40, ("seed", 11)));
        var parts = await NodeClient.InferAsync(
            silo.Grpc, isStream: true,
            Tune(25, ("seed", 11), ("sequence_id", "tune"), ("sequence_start", true)),
            Tune(15, ("sequence_id", "tune"), ("sequence_end", true)));

        var tokens = parts.SelectMany(part => part["outputs"]!["TOKEN"]!["values"]!.Deserialize<string[]>()!);
        Assert.Equal(whole[0]["outputs"]!["TOKEN"]!["values"]!.Deserialize<string[]>()!, tokens);
        Assert.Equal((string)Text(whole[0])!, $"{Text(parts[0])}{Text(parts[1])}");

        static JsonNode Tune(int tokens, params (string, JsonNode)[] parameters) =>
            new Frames("music", Input: null).ToRequest(false, [("generate", tokens), .. parameters]);

        static JsonNode? Text(JsonNode answer) => answer["outputs"]!["TEXT"]!["values"]![0];
    }

    [Fact]
    public async Task Stream_BadRequests_AreAnsweredAndTheStreamGoesOn()
    {
        var good = new Frames("sentiment", new TextInput("a fine film"));
        var answers = await NodeClient.InferAsync(
            silo.Grpc, isStream: true,
            Named("start", good.ToRequest(true, ("sequence_id", "bad"), ("sequence_start", true))),
            Named("none", good.ToRequest(true, ("sequence_id", "never"))),
            Named("model", new Frames("nothing", good.Input).ToRequest(true)),
            Named("input", new Frames("sentiment", new FeaturesInput([[1]])).ToRequest(false)),
            Named("id", new Frames("sentiment", new IdsInput([1 << 30])).ToRequest(false, ("sequence_id", "bad"))),
            Named("parameter", good.ToRequest(true, ("temprature", 1))),
            Named("end", good.ToRequest(true, ("sequence_id", "bad"), ("sequence_end", true))));

        Assert.Equal(["start", "none", "model", "input", "id", "parameter", "end"], answers.Select(answer => (string)answer["id"]!));
        string[] faults = [.. answers.Select(answer => (string?)answer["error"] ?? "")];
        Assert.Empty(faults[0]);
        Assert.StartsWith("model 'sentiment' has no sequence 'never' that goes on", faults[1], StringComparison.Ordinal);
        Assert.StartsWith("there is no model 'nothing'", faults[2], StringComparison.Ordinal);
        Assert.Equal("the input is 'FEATURES'; model 'sentiment' reads one of TEXT, TOKENS, IDS", faults[3]);
        Assert.StartsWith("token id 1073741824", faults[4], StringComparison.Ordinal);
        Assert.StartsWith("parameter 'temprature' is unknown", faults[5], StringComparison.Ordinal);
        Assert.Empty(faults[6]);
    }

    [Fact]
    public async Task Metadata_OfModels_ListsTensors()
    {
        var described = await NodeClient.DescribeAsync(silo.Grpc, "tagger", "digits", "translate", "chorales");

        Assert.True((bool)described["live"]!);
        Assert.True((bool)described["ready"]!);
        Assert.Equal("rnncluster", (string?)described["server"]!["name"]);
        Assert.Equal(["TEXT BYTES 1", "TOKENS BYTES -1", "IDS INT64 -1"], Tensors("tagger", "inputs"));
        Assert.Equal(["TOKEN BYTES -1", "LABEL BYTES -1", "SCORE FP32 -1", "PROBABILITIES FP32 -1,-1"], Tensors("tagger", "outputs"));
        Assert.Equal(["FEATURES FP32 -1,64"], Tensors("digits", "inputs"));
        Assert.Equal(["TOKEN BYTES -1", "TEXT BYTES 1"], Tensors("translate", "outputs"));
        Assert.Contains("FEATURES FP32 -1,88", Tensors("chorales", "outputs"));

        IEnumerable<string> Tensors(string model, string side) => described["models"]![model]![side]!.AsArray().Select(tensor =>
            $"{tensor!["name"]} {tensor["datatype"]} {string.Join(',', tensor["shape"]!.AsArray().Select(length => (string)length!))}");
    }

    private static JsonObject Request(string model, JsonNode sequence, string token, int index, int count) => Named($"{model}-{index}",
        new Frames(model, new TokensInput([token])).ToRequest(
            isRaw: true, ("sequence_id", sequence), ("sequence_start", index == 0), ("sequence_end", index == count - 1)));

    private static JsonObject Named(string id, JsonObject request)
    {
        request["id"] = id;
        return request;
    }

    private static void AssertSame(IReadOnlyList<StepOutput> expected, JsonNode answer)
    {
        Assert.Null(answer["error"]);
        var outputs = answer["outputs"]!;
        Assert.Equal(expected.Select(step => step.Token).OfType<string>(), Values<string>("TOKEN"));
        Assert.Equal(expected.Select(step => step.Label).OfType<string>(), Values<string>("LABEL"));
        Assert.Equal(expected.Select(step => step.Score).OfType<float>(), Values<float>("SCORE"));
        Assert.Equal(expected.SelectMany(step => step.Probabilities ?? []), Values<float>("PROBABILITIES"));
        Assert.Equal(expected.SelectMany(step => step.Features ?? []), Values<float>("FEATURES"));

        T[] Values<T>(string name) => outputs[name]?["values"]?.Deserialize<T[]>() ?? [];
    }
}
