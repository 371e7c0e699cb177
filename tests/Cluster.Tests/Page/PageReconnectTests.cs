using Microsoft.Playwright;

namespace RnnCluster.Cluster.Tests.Page;

/// <summary>The silo whose gateway serves the page dies while a tune is composed.</summary>
[Collection(nameof(SharedDemo))]
public sealed class PageReconnectTests(PageDemo demo)
{
    private const int LongTuneTokens = 250;

    [Fact]
    public async Task Music_SiloOfTheSocketKilled_GoesOnWithTheSameTune()
    {
        await using var open = await demo.OpenAsync("music");
        var (seed, undisturbed) = await FindLongTuneAsync(open);
        await open.Page.GetByLabel("Seed").FillAsync($"{seed}");
        await open.SlideAsync("Tokens", "1024");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Compose and play" }).ClickAsync();
        await open.SayAsync("#music-status", @"^\d{2,} tokens, ");
        var before = await open.Find("#connection").InnerTextAsync();

        await open.Find("#tab-cluster").ClickAsync();
        await open.Find(".silo:has(.chip.here) button.danger").ClickAsync();
        await Assertions.Expect(open.Find("#connection")).Not.ToHaveTextAsync(before);
        Assert.NotEqual(before, await open.SayAsync("#connection", "^connected"));
        Assert.DoesNotContain("complete", await open.Find("#music-status").TextContentAsync());

        await open.Find("#tab-music").ClickAsync();
        await open.Page.GetByLabel("Compose just ahead of the music").UncheckAsync();
        await open.SayAsync("#music-status", "complete$");
        Assert.Equal(undisturbed, await open.Find("#music-text").TextContentAsync());
        Assert.Empty(open.Faults);
        await demo.SiloIsBackAsync();
    }

    /// <summary>The first seed whose tune takes a while, and the tune, composed in one frame.</summary>
    private static async Task<(int Seed, string Tune)> FindLongTuneAsync(OpenPage open)
    {
        for (var seed = 1; ; seed++)
        {
            var tokens = await open.Page.EvaluateAsync<string[]>(
                """
                async seed => {
                  const session = await rnnApp.socket.open({ model: 'music', seed });
                  const { outputs } = await session.ask({ generate: 1024, temperature: 0.8 });
                  session.close();
                  return outputs.map(output => output.token);
                }
                """,
                seed);
            if (tokens.Length >= LongTuneTokens)
            {
                return (seed, string.Concat(tokens));
            }
        }
    }
}
