using System.Net;
using System.Net.WebSockets;

namespace RnnCluster.Cluster.Tests.Page;

/// <summary>The page's files, as a client without a browser sees them.</summary>
[Collection(nameof(SharedDemo))]
public sealed class PageFilesTests(PageDemo demo)
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/rnn.js", "text/javascript")]
    [InlineData("/tabs/music.js", "text/javascript")]
    [InlineData("/style.css", "text/css")]
    public async Task Get_AskedAgainWithItsTag_IsNotSentAgain(string path, string type)
    {
        using var http = new HttpClient { BaseAddress = new Uri(demo.Address) };
        using var first = await http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(type, first.Content.Headers.ContentType?.MediaType);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await http.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Get_Page_MayLoadItsOwnFilesAlone()
    {
        using var http = new HttpClient { BaseAddress = new Uri(demo.Address) };
        using var page = await http.GetAsync("/", TestContext.Current.CancellationToken);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; ", policy);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("//", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_PageOfAnotherSite_MayNotAsk()
    {
        using var http = new HttpClient { BaseAddress = new Uri(demo.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/cluster");
        request.Headers.Add("Origin", "http://elsewhere.example");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("http://elsewhere.example", false)]
    [InlineData(null, true)]
    public async Task Connect_SocketOfAPage_MustBeOfThisCluster(string? origin, bool isOpened)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("rnn.v1");
        socket.Options.SetRequestHeader("Origin", origin ?? demo.Address);
        var address = new Uri($"ws{demo.Address["http".Length..]}/v1/socket");
        var opening = Record.ExceptionAsync(() => socket.ConnectAsync(address, TestContext.Current.CancellationToken));
        Assert.Equal(isOpened, await opening is null);
        Assert.Equal(isOpened ? WebSocketState.Open : WebSocketState.Closed, socket.State);
    }
}
