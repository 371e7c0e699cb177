using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client.Json;
using RnnCluster.Grains.Tests.Testing;
using RnnCluster.Silo.Gateway.Errors;

namespace RnnCluster.Silo.Tests.Gateway.Sockets;

/// <summary>What both forms of the protocol do.</summary>
public abstract class SocketTests(TinySilo host, string protocol) : IClassFixture<TinySilo>
{
    public static TheoryData<string, string, string> Frames => new()
    {
        { TinyModels.Tagger, "", """ "tokens":["the","cat","zebra"],"scores":true,"end":true""" },
        { TinyModels.Tagger, "", """ "text":"the cat sat. " """ },
        { TinyModels.Tagger, "", """ "ids":[1,2,3],"scores":true""" },
        { TinyModels.Sensor, "", """ "features":[[0.5,-1.25,3],[1e-3,0.1,7]],"scores":true""" },
        { TinyModels.Switches, "", """ "features":[[0.5,-1.25]] """ },
        { TinyModels.Endless, ""","seed":7""", """ "generate":20,"temperature":0.7,"topK":5,"topP":0.9,"partTokens":3""" },
        { TinyModels.Letters, ""","seed":8""", """ "text":"ab","generate":40,"seed":3""" },
        { TinyKinds.Chorales, ""","seed":9""", """ "generate":5,"partTokens":2""" },
        { TinyKinds.Translator, "", """ "text":"the cat sat .","end":true,"generate":6,"beams":3""" },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public async Task Frame_OfEachKind_IsAnsweredAsToTheClientOfTheCluster(string model, string opening, string body)
    {
        await using var socket = await TestSocket.ConnectAsync(host, protocol);
        var (id, other) = (host.NewId(), host.NewId());
        await socket.OpenAsync(model, id, opening.Length > 0 ? opening : ""","seed":1""");
        var seed = opening.Length > 0 ? ulong.Parse(opening[^1..], System.Globalization.CultureInfo.InvariantCulture) : 1;
        await using var native = await host.Client.OpenAsync(model, other, seed, cancellation: TestContext.Current.CancellationToken);
        var line = InferenceLine.Parse($$"""{"session":"x",{{System.Text.RegularExpressions.Regex.Replace(body, ",\"partTokens\":\\d", "")}}}""");
        var parts = body.Contains("partTokens", StringComparison.Ordinal) ? body[^1] - '0' : 16;

        await socket.SendAsync($$"""{"session":"{{id}}","sequence":0,{{body}}}""");
        var generation = line.ToGeneration();
        await native.SendAsync(line.ToInput(), line.End, line.Scores, generation is null ? null : generation with { PartTokens = parts },
            TestContext.Current.CancellationToken);

        await foreach (var expected in native.ReadOutputsAsync(TestContext.Current.CancellationToken))
        {
            var answer = JsonSerializer.Deserialize(await socket.ReadTextAsync(), InferenceJson.Default.InferenceOutput)!;
            Assert.Null(expected.Error);
            Assert.Equal((id, expected.Sequence, expected.Part, expected.Last), (answer.Session, answer.Sequence, answer.Part, answer.Last));
            Assert.Equal(expected.EndOfSequence, answer.End ?? false);
            Assert.Equivalent(expected.Outputs, answer.Outputs, strict: true);
            Assert.NotNull(answer.DurableThrough);
            if (expected.Last)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task Open_WithoutAnId_IsNamedAndStandsAtItsStart()
    {
        await using var socket = await TestSocket.ConnectAsync(host, protocol);

        await socket.SendAsync("""{"open":{"model":"tagger"}}""");

        var opened = (await socket.ReadAsync())["opened"]!;
        Assert.Equal(
            $$"""{"session":"{{opened["session"]}}","model":"tagger","version":"1","next":0,"durableThrough":-1}""", opened.ToJsonString());
        Assert.Equal(32, ((string)opened["session"]!).Length);
    }

    [Fact]
    public async Task Frame_WithAnotherNumberThanTheNext_IsRefusedAndTheNextOneIsTaken()
    {
        await using var socket = await TestSocket.ConnectAsync(host, protocol);
        var id = host.NewId();
        await socket.OpenAsync(TinyModels.Tagger, id);

        await socket.SendAsync($$"""{"session":"{{id}}","sequence":1,"ids":[1]}""");
        var ahead = (await socket.ReadAsync())["error"]!;
        Assert.Equal((ErrorCodes.SequenceAhead, $"sequence is 1; the next frame of session {id} is 0"), ((string)ahead["code"]!, (string)ahead["message"]!));
        Assert.Equal(id, (string)ahead["session"]!);
        await socket.SendAsync($$"""{"session":"{{id}}","sequence":0,"ids":[1]}""");
        Assert.Equal(0, (long)(await socket.ReadAsync())["sequence"]!);
        await socket.SendAsync($$"""{"session":"{{id}}","sequence":0,"ids":[1]}""");
        Assert.Equal(ErrorCodes.Duplicate, await socket.ReadErrorAsync());
        await socket.SendAsync($$"""{"session":"{{id}}","ids":[1]}""");
        Assert.Equal(1, (long)(await socket.ReadAsync())["sequence"]!);
    }

    [Fact]
    public async Task Frame_ThatTheSessionRefuses_IsAnsweredWithItsNumber()
    {
        await using var socket = await TestSocket.ConnectAsync(host, protocol);
        var id = host.NewId();
        await socket.OpenAsync(TinyModels.Strict, id);

        await socket.SendAsync($$"""{"session":"{{id}}","sequence":0,"tokens":["zebra"]}""");
        await socket.SendAsync($$"""{"session":"{{id}}","sequence":1}""");
        await socket.SendAsync($$"""{"session":"{{id}}","sequence":2,"tokens":["the"]}""");

        var refused = await socket.ReadAsync();
        Assert.Equal((0, ErrorCodes.UnknownToken), ((long)refused["sequence"]!, (string)refused["error"]!["code"]!));
        var empty = await socket.ReadAsync();
        Assert.Equal((1, ErrorCodes.WrongInput), ((long)empty["sequence"]!, (string)empty["error"]!["code"]!));
        Assert.Equal("the", (string)(await socket.ReadAsync())["outputs"]![0]!["token"]!);
    }

    [Fact]
    public async Task Resume_OverAnotherSocket_GivesTheAnswersBehindOnceMore()
    {
        var id = host.NewId();
        List<string> answers;
        await using (var first = await TestSocket.ConnectAsync(host, protocol))
        {
            await first.OpenAsync(TinyModels.Endless, id, ""","seed":5""");
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => first.SendAsync($$"""{"session":"{{id}}","generate":4}""")));
            answers = [await first.ReadTextAsync(), await first.ReadTextAsync(), await first.ReadTextAsync(), await first.ReadTextAsync()];
        }

        await using var second = await TestSocket.ConnectAsync(host, protocol);
        await second.SendAsync($$"""{"resume":{"model":"endless","session":"{{id}}","answeredThrough":1} }""");

        var opened = (await second.ReadAsync())["opened"]!;
        Assert.Equal((4, id), ((long)opened["next"]!, (string)opened["session"]!));
        Assert.Equal(answers[2..].Select(Outputs), [Outputs(await second.ReadTextAsync()), Outputs(await second.ReadTextAsync())]);
        await second.SendAsync($$"""{"session":"{{id}}","sequence":4,"answeredThrough":3,"generate":4}""");
        Assert.Equal(4, (long)(await second.ReadAsync())["sequence"]!);
    }

    [Fact]
    public async Task Resume_OfASessionOfAnotherSocket_TakesIt()
    {
        await using var first = await TestSocket.ConnectAsync(host, protocol);
        await using var second = await TestSocket.ConnectAsync(host, protocol);
        var id = host.NewId();
        await first.OpenAsync(TinyModels.Tagger, id);
        await first.SendAsync($$"""{"session":"{{id}}","ids":[1]}""");
        await first.ReadAsync();

        await second.SendAsync($$"""{"resume":{"model":"tagger","session":"{{id}}","answeredThrough":0} }""");

        Assert.Equal(1, (long)(await second.ReadAsync())["opened"]!["next"]!);
        Assert.Equal(GatewayCodes.TakenOver, await first.ReadErrorAsync());
        await first.SendAsync($$"""{"session":"{{id}}","sequence":1,"ids":[1]}""");
        Assert.Equal(GatewayCodes.NotOpen, await first.ReadErrorAsync());
        await second.SendAsync($$"""{"session":"{{id}}","sequence":1,"ids":[1]}""");
        Assert.Equal(1, (long)(await second.ReadAsync())["sequence"]!);
    }

    [Fact]
    public async Task CloseAndLeave_OfASession_EndItAndLetItLive()
    {
        await using var socket = await TestSocket.ConnectAsync(host, protocol);
        var id = host.NewId();
        await socket.OpenAsync(TinyModels.Tagger, id);
        await socket.SendAsync($$"""{"session":"{{id}}","ids":[1]}""");
        await socket.ReadAsync();

        await socket.SendAsync($$"""{"leave":{"session":"{{id}}"} }""");
        await socket.SendAsync($$"""{"open":{"model":"tagger","session":"{{id}}"} }""");
        Assert.Equal(1, (long)(await socket.ReadAsync())["opened"]!["next"]!);
        await socket.SendAsync($$"""{"close":{"session":"{{id}}"} }""");
        Assert.Equal(id, (string)(await socket.ReadAsync())["closed"]!["session"]!);
        await socket.SendAsync($$"""{"close":{"session":"{{id}}"} }""");
        Assert.Equal(GatewayCodes.NotOpen, await socket.ReadErrorAsync());
        Assert.Equal(0, (long)(await socket.OpenAsync(TinyModels.Tagger, id))["next"]!);
    }

    [Fact]
    public async Task CloseAndOpen_AgainAndAgain_NeverTakesTheSessionFromItself()
    {
        await using var socket = await TestSocket.ConnectAsync(host, protocol);
        var id = host.NewId();
        for (var round = 0; round < 300; round++)
        {
            await socket.SendAsync($$"""{"open":{"model":"tagger","session":"{{id}}"} }""");
            Assert.Contains("opened", await socket.ReadTextAsync(), StringComparison.Ordinal);
            await socket.SendAsync($$"""{"close":{"session":"{{id}}"} }""");
            Assert.Contains("closed", await socket.ReadTextAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Session_ThatSomebodyElseCloses_SaysSoBehindItsAnswers()
    {
        await using var socket = await TestSocket.ConnectAsync(host, protocol);
        var id = host.NewId();
        await socket.OpenAsync(TinyModels.Tagger, id);
        await socket.SendAsync($$"""{"session":"{{id}}","ids":[1]}""");
        await socket.ReadAsync();

        await host.Client.Control(new SessionKey(TinyModels.Tagger, id)).CloseAsync();

        var message = await socket.ReadAsync();
        Assert.Equal((id, "closed"), ((string)message["session"]!, (string)message["notice"]!["kind"]!));
    }

    [Fact]
    public async Task Open_OfWhatIsNot_SaysWhatIsWrong()
    {
        await using var socket = await TestSocket.ConnectAsync(host, protocol);
        var id = host.NewId();
        await socket.OpenAsync(TinyModels.Tagger, id);

        foreach (var (message, code) in new[]
        {
            ("""{"open":{"model":"nothing","session":"x"}}""", ErrorCodes.UnknownModel),
            ("""{"open":{"model":"broken","session":"x"}}""", ErrorCodes.BrokenModel),
            ("""{"open":{"model":"Tagger!","session":"x"}}""", ErrorCodes.BadSessionKey),
            ("""{"open":{"model":"tagger","session":"a b"}}""", ErrorCodes.BadSessionKey),
            ("""{"open":{"model":"tagger","session":"ID"}}""".Replace("ID", id, StringComparison.Ordinal), ErrorCodes.SessionExists),
            ("""{"resume":{"model":"tagger","session":"nobody","answeredThrough":-1}}""", ErrorCodes.UnknownSession),
            ("""{"resume":{"model":"tagger","session":"nobody","answeredThrough":-2}}""", GatewayCodes.BadFrame),
            ("""{"session":"nobody","ids":[1]}""", GatewayCodes.NotOpen),
            ("""{"leave":{"session":"nobody"}}""", GatewayCodes.NotOpen),
        })
        {
            await socket.SendAsync(message);
            Assert.Equal((message, code), (message, await socket.ReadErrorAsync()));
        }
    }

    [Fact]
    public async Task Close_OfTheSocket_IsAnswered()
    {
        await using var socket = await TestSocket.ConnectAsync(host, protocol);
        await socket.OpenAsync(TinyModels.Tagger, host.NewId());

        await socket.CloseAsync();

        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.Status);
    }

    [Fact]
    public async Task Request_ThatOpensNoSocketOfTheProtocol_Is400()
    {
        using var http = new HttpClient();
        using var plain = await http.GetAsync(new Uri(host.Address, "/v1/socket"), TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<WebSocketException>(() => TestSocket.ConnectAsync(host.Address));

        Assert.Equal(HttpStatusCode.BadRequest, plain.StatusCode);
        Assert.Contains("400", refusal.Message, StringComparison.Ordinal);
    }

    private static string Outputs(string answer)
    {
        var output = JsonSerializer.Deserialize(answer, InferenceJson.Default.InferenceOutput)!;
        return $"{output.Sequence}.{output.Part} {output.Last} {string.Join(' ', output.Outputs!)}";
    }
}
