using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using RnnCluster.Silo.Tests.Gateway.Sockets;

namespace RnnCluster.Silo.Tests.Gateway.Hosting;

/// <summary>The gateway with a certificate, which is signed by nobody but itself.</summary>
public sealed class HttpsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private string _thumbprint = "";
    private GatewaySilo _silo = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
        _thumbprint = certificate.Thumbprint;
        await File.WriteAllTextAsync(_folder["server.pem"], certificate.ExportCertificatePem(), Cancellation);
        await File.WriteAllTextAsync(_folder["server.key"], key.ExportPkcs8PrivateKeyPem(), Cancellation);
        _silo = await GatewaySilo.StartAsync(options => (options.CertificateFile, options.CertificateKeyFile) = (_folder["server.pem"], _folder["server.key"]));
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Request_OverTls_IsAnsweredWithThatCertificate()
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = IsOurs;
        using var http = new HttpClient(handler) { BaseAddress = _silo.Address };

        using var response = await http.GetAsync("/v1/models/sentiment", Cancellation);

        Assert.Equal(Uri.UriSchemeHttps, _silo.Address.Scheme);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("sentiment", (await GatewaySilo.ReadAsync(response)).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Request_ToWhoTrustsTheSystemsAuthoritiesOnly_Fails()
    {
        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => _silo.Http.GetAsync("/v1/models", Cancellation));

        Assert.Equal(HttpRequestError.SecureConnectionError, exception.HttpRequestError);
    }

    [Fact]
    public async Task Socket_OverTls_CarriesASession()
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(TestSocket.Json);
        socket.Options.RemoteCertificateValidationCallback = IsOurs;
        await socket.ConnectAsync(new UriBuilder(_silo.Address) { Scheme = "wss", Path = "/v1/socket" }.Uri, Cancellation);

        await SendAsync(socket, """{"open":{"model":"sentiment","session":"tls"}}""");
        var opened = await ReadAsync(socket);
        await SendAsync(socket, """{"session":"tls","sequence":0,"text":"a fine film","end":true}""");
        var answer = await ReadAsync(socket);

        Assert.Equal(0, opened.GetProperty("opened").GetProperty("next").GetInt64());
        Assert.Equal(0, answer.GetProperty("sequence").GetInt64());
        Assert.NotEmpty(answer.GetProperty("outputs").EnumerateArray());
    }

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Cancellation);

    private static async Task<JsonElement> ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 << 10];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), Cancellation);
        Assert.True(received.EndOfMessage);
        return JsonElement.Parse(Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    private bool IsOurs(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        (certificate as X509Certificate2)?.Thumbprint == _thumbprint;
}
