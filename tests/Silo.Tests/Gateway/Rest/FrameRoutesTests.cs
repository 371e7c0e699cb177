using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Client;

namespace RnnCluster.Silo.Tests.Gateway.Rest;

public sealed class FrameRoutesTests(SharedSilo shared)
{
    private HttpClient Http => shared.Silo.Http;

    [Fact]
    public async Task Frames_SentOneAfterTheOther_AreAnsweredLikeASessionsFrames()
    {
        string[] texts = ["what a ", "wonderful ", "film"];
        var id = await GatewaySilo.OpenAsync(Http, "sentiment");
        var scores = new List<float>();
        foreach (var text in texts)
        {
            using var response = await SendAsync("sentiment", id, $$"""{"text":"{{text}}"}""");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            scores.AddRange(Scores(await GatewaySilo.ReadAsync(response)));
        }

        // The same frames on the streams that clients in .NET use.
        var client = shared.Silo.Services.GetRequiredService<RnnClient>();
        await using var session = await client.OpenAsync("sentiment", cancellation: TestContext.Current.CancellationToken);
        var expected = new List<float>();
        foreach (var text in texts)
        {
            var outputs = await session.AskAsync(new TextInput(text), cancellation: TestContext.Current.CancellationToken);
            expected.AddRange(outputs.Select(output => output.Score!.Value));
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, scores);
    }

    [Fact]
    public async Task Frame_SentAgainWithItsNumber_IsAnsweredTheSameAndAppliedOnce()
    {
        var id = await GatewaySilo.OpenAsync(Http, "sentiment");
        const string frame = """{"text":"a bad film","end":true,"sequence":0}""";
        using var first = await SendAsync("sentiment", id, frame);
        using var second = await SendAsync("sentiment", id, frame);

        Assert.Equal(await Text(first), await Text(second));
        var state = await GatewaySilo.ReadAsync(await Http.GetAsync($"/v1/sessions/sentiment/{id}", TestContext.Current.CancellationToken));
        Assert.Equal(1, state.GetProperty("nextSequence").GetInt64());
    }

    [Fact]
    public async Task Frames_OfManyWritersWithoutNumbers_AreEachAnsweredOnce()
    {
        var id = await GatewaySilo.OpenAsync(Http, "sentiment");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async writer =>
        {
            using var response = await SendAsync("sentiment", id, $$"""{"ids":[{{writer + 10}}],"end":true}""");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return await GatewaySilo.ReadAsync(response);
        }));

        Assert.Equal(Enumerable.Range(0, 12).Select(number => (long)number), answers.Select(answer => answer.GetProperty("sequence").GetInt64()).Order());

        // Each is the answer to what that writer sent: what a session alone gives for the same id.
        var lone = await GatewaySilo.OpenAsync(Http, "sentiment");
        for (var writer = 0; writer < answers.Length; writer++)
        {
            using var response = await SendAsync("sentiment", lone, $$"""{"ids":[{{writer + 10}}],"end":true}""");
            Assert.Equal(Scores(await GatewaySilo.ReadAsync(response)), Scores(answers[writer]));
        }
    }

    [Fact]
    public async Task Frame_WithTooHighANumber_IsToldTheNext()
    {
        var id = await GatewaySilo.OpenAsync(Http, "sentiment");
        using var response = await SendAsync("sentiment", id, """{"text":"film","sequence":3}""");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var problem = await GatewaySilo.ReadAsync(response);
        Assert.Equal(("sequence-ahead", 0), (problem.GetProperty("code").GetString(), problem.GetProperty("next").GetInt32()));
    }

    [Theory]
    [InlineData("""{"ids":[-1]}""", "token-id-out-of-range")]
    [InlineData("""{"features":[[1]]}""", "wrong-input")]
    [InlineData("""{"text":"a","generate":5}""", "bad-generation")]
    [InlineData("""{"text":"a","sequence":-1}""", "bad-sequence")]
    [InlineData("""{"text":"a","nix":5}""", "bad-frame")]
    [InlineData("""{"text":"a","ids":[1]}""", "bad-frame")]
    [InlineData("""{"text":"a","topK":1}""", "bad-frame")]
    [InlineData("{", "bad-frame")]
    [InlineData("null", "bad-frame")]
    public async Task Frame_ThatIsWrong_IsABadRequestWithACode(string frame, string code)
    {
        var id = await GatewaySilo.OpenAsync(Http, "sentiment");
        using var response = await SendAsync("sentiment", id, frame);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await GatewaySilo.CodeAsync(response));
    }

    [Fact]
    public async Task Frame_ThatIsNotWaitedFor_ComesAsAnEvent()
    {
        var id = await GatewaySilo.OpenAsync(Http, "music");
        for (var sequence = 0; sequence < 2; sequence++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/sessions/music/{id}/frames")
            {
                Content = GatewaySilo.Json($$"""{"generate":20,"seed":7,"end":true,"sequence":{{sequence}}}"""),
            };
            request.Headers.Add("Prefer", "respond-async");
            using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        }

        var events = await EventsAsync("music", id, after: null, count: 4);
        Assert.Equal(["0.0", "0.1", "1.0", "1.1"], events.Select(each => each.Id));

        var resumed = await EventsAsync("music", id, after: "0.0", count: 3);
        Assert.Equal(events.Skip(1), resumed);
    }

    [Fact]
    public async Task Events_OfASessionThatNobodyOpened_AreNotFound()
    {
        using var response = await Http.GetAsync("/v1/sessions/music/nobody/outputs", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(ErrorCodes.UnknownSession, await GatewaySilo.CodeAsync(response));
    }

    private static float[] Scores(JsonElement answer) =>
        [.. answer.GetProperty("outputs").EnumerateArray().Select(output => output.GetProperty("score").GetSingle())];

    private static Task<string> Text(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private Task<HttpResponseMessage> SendAsync(string model, string id, string frame) =>
        GatewaySilo.PostAsync(Http, $"/v1/sessions/{model}/{id}/frames", frame);

    private async Task<List<(string Id, string Data)>> EventsAsync(string model, string id, string? after, int count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/sessions/{model}/{id}/outputs");
        if (after is not null)
        {
            request.Headers.Add("Last-Event-ID", after);
        }

        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var events = new List<(string, string)>();
        var last = "";
        while (events.Count < count && await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                last = line[4..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                events.Add((last, line[6..]));
            }
        }

        return events;
    }
}
