using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using RnnCluster.Silo;

namespace RnnCluster.Cluster.Tests;

/// <summary><c>rnn keys</c> as an operator calls it, and a silo that goes by its file.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnn-keys-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string KeysFile => Path.Combine(_folder.FullName, "keys.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Keys_AddedListedAndRemoved_AreInTheFileAsHashesOnly()
    {
        var phone = await AddAsync("phone", "--tenant", "acme", "--scopes", "models,infer", "--frames-per-second", "50");
        var desk = await AddAsync("desk", "--tenant", "acme");
        var both = await File.ReadAllTextAsync(KeysFile, Cancellation);

        Assert.NotEqual(phone, desk);
        Assert.DoesNotContain(phone, both, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(desk, both, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(phone))), both, StringComparison.OrdinalIgnoreCase);
        var (_, list, _) = await KeysAsync("list");
        Assert.Equal("phone\ttenant acme\tscopes models,infer\tframes/s 50\ndesk\ttenant acme\tscopes models,sessions,infer\t\n", list);

        var (removed, _, _) = await KeysAsync("remove", "phone");
        (_, list, _) = await KeysAsync("list");
        Assert.Equal(0, removed);
        Assert.StartsWith("desk\t", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_ThatCannotBe_AreRefusedAndTheFileStays()
    {
        await AddAsync("phone", "--tenant", "acme");
        var before = await File.ReadAllBytesAsync(KeysFile, Cancellation);

        var twice = await KeysAsync("add", "phone", "--tenant", "globex");
        var scope = await KeysAsync("add", "desk", "--tenant", "acme", "--scopes", "everything");
        var absent = await KeysAsync("remove", "desk");

        Assert.Equal((1, "", "rnn: there is a key 'phone' already; remove it first, or choose another name"), twice);
        Assert.Equal((1, ""), (scope.Code, scope.Output));
        Assert.Contains("everything", scope.Errors, StringComparison.Ordinal);
        Assert.Equal((1, $"rnn: {KeysFile} has no key 'desk'; it has phone"), (absent.Code, absent.Errors));
        Assert.Equal(before, await File.ReadAllBytesAsync(KeysFile, Cancellation));
    }

    [Fact]
    public async Task Key_OfARunningSilo_OpensItUntilItIsRemoved()
    {
        var phone = await AddAsync("phone", "--tenant", "acme");
        await AddAsync("desk", "--tenant", "acme");
        var ports = LoopbackPorts.FindFree(1);
        await using var silos = new ChangingSilos(count: 1);
        await silos.StartAsync(0, "--http", $"{ports[0]}", "--keys", KeysFile);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{ports[0]}") };
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", phone);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http));

        await KeysAsync("remove", "phone");

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await StatusAsync(http) == HttpStatusCode.OK)
        {
            await timer.WaitForNextTickAsync(Cancellation);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http)
    {
        using var response = await http.GetAsync("/v1/models", Cancellation);
        return response.StatusCode;
    }

    /// <summary>Adds a key.</summary>
    /// <returns>Its text.</returns>
    private async Task<string> AddAsync(string name, params string[] options)
    {
        var (code, output, errors) = await KeysAsync(["add", name, .. options]);
        Assert.True(code == 0, errors);
        return output.TrimEnd('\n');
    }

    private Task<(int Code, string Output, string Errors)> KeysAsync(params string[] arguments) =>
        RnnProcess.RunAsync(input: null, ["keys", .. arguments, "--file", KeysFile]);
}
