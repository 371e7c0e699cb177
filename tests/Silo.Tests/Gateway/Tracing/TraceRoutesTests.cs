using System.Net;

namespace RnnCluster.Silo.Tests.Gateway.Tracing;

public sealed class TraceRoutesTests(SharedSilo shared)
{
    private HttpClient Http => shared.Silo.Http;

    [Fact]
    public async Task Trace_Text_SaysWhatASessionSays()
    {
        using var traced = await GatewaySilo.PostAsync(Http, "/v1/models/sentiment/trace", """{"text":"what a wonderful film"}""");
        var id = await GatewaySilo.OpenAsync(Http, "sentiment");
        using var answered = await GatewaySilo.PostAsync(Http, $"/v1/sessions/sentiment/{id}/frames", """{"text":"what a wonderful film","end":true}""");
        var steps = (await GatewaySilo.ReadAsync(traced)).GetProperty("steps").EnumerateArray().ToList();
        var outputs = (await GatewaySilo.ReadAsync(answered)).GetProperty("outputs").EnumerateArray().ToList();

        Assert.Equal(["what", "a", "wonderful", "film"], steps.Select(step => step.GetProperty("token").GetString()));
        Assert.Equal(outputs.Select(output => output.GetProperty("label").GetString()), steps.Select(step => step.GetProperty("labels")[0].GetString()));
        Assert.All(outputs.Zip(steps), pair => Assert.Equal(pair.First.GetProperty("score").GetDouble(), pair.Second.GetProperty("score").GetDouble(), 1e-3));
        Assert.All(steps, step => Assert.Equal(160, step.GetProperty("layers")[0].GetProperty("output").GetArrayLength()));
    }

    [Theory]
    [InlineData("nothing", """{"text":"a"}""", HttpStatusCode.NotFound, "unknown-model")]
    [InlineData("No%20Model!", """{"text":"a"}""", HttpStatusCode.NotFound, "unknown-model")]
    [InlineData("sentiment", """{}""", HttpStatusCode.BadRequest, "wrong-input")]
    [InlineData("sentiment", """{"text":""}""", HttpStatusCode.BadRequest, "wrong-input")]
    [InlineData("sentiment", """{"text":"a","features":[[1]]}""", HttpStatusCode.BadRequest, "wrong-input")]
    [InlineData("sentiment", """{"target":["a"]}""", HttpStatusCode.BadRequest, "wrong-input")]
    [InlineData("sentiment", """{"text":"a","target":["a"]}""", HttpStatusCode.BadRequest, "wrong-input")]
    [InlineData("sentiment", """{"words":"a"}""", HttpStatusCode.BadRequest, "bad-request")]
    public async Task Trace_WrongRequest_IsRefused(string model, string body, HttpStatusCode status, string code)
    {
        using var response = await GatewaySilo.PostAsync(Http, $"/v1/models/{model}/trace", body);

        Assert.Equal((status, code), (response.StatusCode, await GatewaySilo.CodeAsync(response)));
    }

    [Fact]
    public async Task Trace_TooManySteps_IsRefused()
    {
        var text = string.Concat(Enumerable.Repeat("a ", 257));
        using var response = await GatewaySilo.PostAsync(Http, "/v1/models/sentiment/trace", $$"""{"text":"{{text}}"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "wrong-input"), (response.StatusCode, await GatewaySilo.CodeAsync(response)));
    }

    [Fact]
    public async Task Examples_OfAPackage_AreItsLines()
    {
        using var response = await Http.GetAsync("/v1/models/sentiment/examples", TestContext.Current.CancellationToken);
        var examples = (await GatewaySilo.ReadAsync(response)).GetProperty("examples");

        Assert.Equal(File.ReadLines(Path.Combine(Repository.Models, "sentiment", "examples.jsonl")).Count(), examples.GetArrayLength());
    }
}
