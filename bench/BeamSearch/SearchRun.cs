using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Client;
using RnnCluster.Client.Hosting;
using RnnCluster.Silo.Hosting;

namespace RnnCluster.BeamSearch;

/// <summary>A silo in this process, and translations by beam search on it.</summary>
internal sealed class SearchRun : IAsyncDisposable
{
    private const string Model = "translate-de-en";
    private const int Width = 5;
    private const int MostTokens = 64;

    private readonly IHost _host;
    private readonly RnnClient _client;

    private SearchRun(IHost host)
    {
        _host = host;
        _client = host.Services.GetRequiredService<RnnClient>();
    }

    public static async Task<SearchRun> StartAsync(string models)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddRnnSilo(models));
        builder.Services.AddRnnClient();
        var host = builder.Build();
        await host.StartAsync();
        return new SearchRun(host);
    }

    /// <summary>Translates <paramref name="sentences"/>, a session each, <paramref name="together"/> at a time.</summary>
    /// <returns>Sentences a second, and the translations.</returns>
    public async Task<(double Rate, string[] Translations)> TranslateAsync(string[] sentences, int together)
    {
        var translations = new string[sentences.Length];
        var started = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, sentences.Length),
            new ParallelOptions { MaxDegreeOfParallelism = together },
            async (index, cancellation) => translations[index] = await TranslateAsync(sentences[index], cancellation));
        return (sentences.Length / TimeProvider.System.GetElapsedTime(started).TotalSeconds, translations);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task<string> TranslateAsync(string sentence, CancellationToken cancellation)
    {
        var session = await _client.OpenAsync(Model, cancellation: cancellation);
        var request = new GenerationRequest { Tokens = MostTokens, Beams = Width, PartTokens = MostTokens };
        var tokens = new List<string?>();
        await foreach (var part in session.GenerateAsync(request, new TextInput(sentence), cancellation))
        {
            if (part.Error is { } error)
            {
                throw new InvalidOperationException(error.Message);
            }

            tokens.AddRange(part.Outputs.Select(output => output.Token));
        }

        await session.CloseAsync();
        return string.Concat(tokens);
    }
}
