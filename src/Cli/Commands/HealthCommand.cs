using System.CommandLine;

namespace RnnCluster.Cli.Commands;

/// <summary><c>rnn health</c>: whether a silo wants work, as its HTTP gateway says; for containers that have no other program to ask with.</summary>
internal static class HealthCommand
{
    private const string DefaultUrl = "http://127.0.0.1:8080/health/ready";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "What to ask.", DefaultValueFactory = _ => DefaultUrl };
        var command = new Command("health", "Ask a silo's HTTP gateway how it is: exit code 0 when it is healthy.") { url };
        command.SetAction((parsed, cancellation) => CommandRunner.RunAsync(() => RunAsync(parsed.GetValue(url)!, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(string text, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new CommandException($"--url is '{text}'; it must be the whole address, such as {DefaultUrl}");
        }

        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(url, cancellation);
            await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellation));
            return answer.IsSuccessStatusCode ? 0 : CommandRunner.Failed;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new CommandException($"{url} does not answer: {exception.Message}");
        }
    }
}
