using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Client;

namespace RnnCluster.Silo.Tests.Gateway.Inference;

public sealed class HttpInferenceTests(SharedSilo shared)
{
    private const string Length = "Inference-Header-Content-Length";

    private HttpClient Http => shared.Silo.Http;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v2/health/live")]
    [InlineData("/v2/health/ready")]
    [InlineData("/v2/models/tagger/ready")]
    [InlineData("/v2/models/tagger/versions/1/ready")]
    public async Task Ready_OfServerAndModel_IsOk(string path)
    {
        using var response = await Http.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Metadata_OfServerAndModel_IsTheProtocols()
    {
        var server = await GetAsync("/v2");
        var model = await GetAsync("/v2/models/tagger");

        Assert.Equal("rnncluster", server.GetProperty("name").GetString());
        Assert.Equal("""["sequence","binary_tensor_data"]""", server.GetProperty("extensions").GetRawText());
        Assert.Equal("""["1"]""", model.GetProperty("versions").GetRawText());
        Assert.Equal("""{"name":"TOKENS","datatype":"BYTES","shape":[-1]}""", model.GetProperty("inputs")[1].GetRawText());
    }

    [Theory]
    [InlineData("""[1,2]""", """["a",["fine"],"film"]""")]
    [InlineData("""[3]""", """["a","fine","film"]""")]
    [InlineData("""[1,3]""", """[["a","fine","film"]]""")]
    public async Task Infer_DataFlatOrNested_IsTheSameTensor(string shape, string data)
    {
        using var response = await PostAsync("sentiment", $$"""{"id":"7","inputs":[{"name":"TOKENS","datatype":"BYTES","shape":{{shape}},"data":{{data}}}]}""");
        if (shape == "[1,2]")
        {
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("input TOKENS has 3 elements; its shape [1,2] has 2", await ErrorAsync(response));
            return;
        }

        var answer = await GatewaySilo.ReadAsync(response);
        var expected = await AskAsync("sentiment", new TokensInput(["a", "fine", "film"]));
        Assert.Equal("7", answer.GetProperty("id").GetString());
        Assert.Equal("1", answer.GetProperty("model_version").GetString());
        Assert.True(answer.GetProperty("parameters").GetProperty("sequence_end").GetBoolean());
        Assert.Equal(expected.Select(step => step.Score!.Value), Numbers(answer, "SCORE"));
        Assert.Equal(expected.SelectMany(step => step.Probabilities!), Numbers(answer, "PROBABILITIES"));
    }

    [Fact]
    public async Task Infer_BinaryTensors_AreBehindTheJson()
    {
        var json = Encoding.UTF8.GetBytes("""
            {"inputs":[{"name":"IDS","datatype":"INT32","shape":[3],"parameters":{"binary_data_size":12}}],
             "outputs":[{"name":"SCORE","parameters":{"binary_data":true}},{"name":"LABEL"}]}
            """);
        using var body = new ByteArrayContent([.. json, 5, 0, 0, 0, 9, 0, 0, 0, 1, 1, 0, 0]);
        body.Headers.Add(Length, json.Length.ToString(CultureInfo.InvariantCulture));
        using var response = await Http.PostAsync(new Uri("/v2/models/sentiment/infer", UriKind.Relative), body, Cancellation);
        var bytes = await response.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, Encoding.UTF8.GetString(bytes));
        var length = int.Parse(response.Headers.GetValues(Length).Single(), CultureInfo.InvariantCulture);
        var outputs = JsonElement.Parse(bytes.AsSpan(0, length)).GetProperty("outputs");

        var expected = await AskAsync("sentiment", new IdsInput([5, 9, 257]));
        Assert.Equal(12, outputs[0].GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        Assert.Equal(expected.Select(step => step.Score!.Value), Enumerable.Range(0, 3).Select(index => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(length + (4 * index)))));
        Assert.Equal(length + 12, bytes.Length);
        Assert.Equal(expected.Select(step => step.Label), outputs[1].GetProperty("data").EnumerateArray().Select(label => label.GetString()));
    }

    [Fact]
    public async Task Sequence_OverRequests_GoesOnAndEnds()
    {
        var first = await SequenceAsync("a warm , ", "\"sequence_start\":true");
        var second = await SequenceAsync("funny film", "\"sequence_end\":true");

        var expected = await AskAsync("sentiment", new TextInput("a warm , funny film"));
        Assert.Equal(expected.Select(step => step.Score!.Value), Numbers(first, "SCORE").Concat(Numbers(second, "SCORE")));
        Assert.False(first.GetProperty("parameters").GetProperty("sequence_end").GetBoolean());
        using var late = await PostAsync("sentiment", SequenceJson("x", "\"priority\":0"));
        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
        Assert.Equal("model 'sentiment' has no sequence 'http' that goes on; its first request must have sequence_start", await ErrorAsync(late));
    }

    [Fact]
    public async Task Sequence_StartedAgain_BeginsAnew()
    {
        var first = await SequenceAsync("what a bad film .", "\"sequence_start\":true", "again");
        await SequenceAsync("dull", "\"priority\":0", "again");
        var second = await SequenceAsync("what a bad film .", "\"sequence_start\":true", "again");

        Assert.NotEmpty(Numbers(first, "SCORE"));
        Assert.Equal(Numbers(first, "SCORE"), Numbers(second, "SCORE"));
        await SequenceAsync("", "\"sequence_end\":true", "again");
    }

    [Theory]
    [InlineData("tagger", "{}", 400, "the request has no input; it must have one of TEXT, TOKENS, IDS, generate, or sequence_end")]
    [InlineData("nothing", "{}", 404, "there is no model 'nothing'; GET /v1/models lists all")]
    [InlineData("tagger/versions/8", "{}", 404, "model 'tagger' has no version '8'; it has 1")]
    [InlineData("tagger", "{\"input\":[]}", 400, "input is unknown, missing or of the wrong kind; a request is an object with inputs, and if wanted id, parameters and outputs")]
    [InlineData("tagger", "{\"parameters\":{\"generate\":[1]}}", 400, "parameter 'generate' is Array; it must be a string, a number, true or false")]
    [InlineData("tagger", "{\"inputs\":[{\"name\":\"IDS\",\"datatype\":\"INT64\",\"shape\":[1],\"data\":[1.5]}]}", 400, "data of IDS has at position 0 what is not a whole number of 64 bits")]
    [InlineData("tagger", "{\"inputs\":[{\"name\":\"IDS\",\"datatype\":\"INT64\",\"shape\":[1]}]}", 400, "input IDS has neither data nor binary_data_size; it must have one of them")]
    [InlineData("tagger", "{\"inputs\":[{\"name\":\"IDS\",\"datatype\":\"INT64\",\"shape\":[1],\"parameters\":{\"binary_data_size\":8}}]}", 400, "binary_data_size of input IDS is 8; it must be 0 to 0, the bytes that are left")]
    [InlineData("tagger", "{\"parameters\":{\"generate\":4}}", 400, null)]
    public async Task Infer_BadRequest_SaysWhatIsWrong(string model, string json, int status, string? error)
    {
        using var response = await PostAsync(model, json);
        Assert.Equal(status, (int)response.StatusCode);
        var text = await ErrorAsync(response);
        Assert.Equal(error ?? text, text);
        Assert.NotEmpty(text);
    }

    [Fact]
    public async Task Infer_BodyOfAPageThatIsNotJson_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/tagger/infer") { Content = new StringContent("{}", new MediaTypeHeaderValue("text/plain")) };
        request.Headers.Add("Origin", "http://other.example");
        using var response = await Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    private static string SequenceJson(string text, string parameter, string id = "http") =>
        $$"""{"parameters":{"sequence_id":"{{id}}",{{parameter}}},"inputs":[{"name":"TEXT","datatype":"BYTES","shape":[1],"data":["{{text}}"]}]}""";

    private static IEnumerable<float> Numbers(JsonElement answer, string output) => answer.GetProperty("outputs").EnumerateArray()
        .Single(tensor => tensor.GetProperty("name").GetString() == output).GetProperty("data").EnumerateArray().Select(number => number.GetSingle());

    private static async Task<string> ErrorAsync(HttpResponseMessage response) => (await GatewaySilo.ReadAsync(response)).GetProperty("error").GetString()!;

    private async Task<JsonElement> SequenceAsync(string text, string parameter, string id = "http")
    {
        using var response = await PostAsync("sentiment", SequenceJson(text, parameter, id));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
        return await GatewaySilo.ReadAsync(response);
    }

    private Task<HttpResponseMessage> PostAsync(string model, string json) => GatewaySilo.PostAsync(Http, $"/v2/models/{model}/infer", json);

    private async Task<JsonElement> GetAsync(string path) => JsonElement.Parse(await Http.GetStringAsync(path, Cancellation));

    private async Task<IReadOnlyList<StepOutput>> AskAsync(string model, FrameInput input)
    {
        var client = shared.Silo.Services.GetRequiredService<RnnClient>();
        await using var session = await client.OpenAsync(model, cancellation: Cancellation);
        return await session.AskAsync(input, end: true, scores: true, cancellation: Cancellation);
    }
}
