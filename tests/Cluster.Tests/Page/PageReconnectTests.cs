using Microsoft.Playwright;

namespace RnnCluster.Cluster.Tests.Page;

/// <summary>The silo whose gateway serves the page dies while a tune is composed.</summary>
[Collection(nameof(SharedDemo))]
public sealed class PageReconnectTests(PageDemo demo)
{
    private const string Tokens = "320";

    [Fact]
    public async Task Music_SiloOfTheSocketKilled_GoesOnWithTheSameTune()
    {
        var undisturbed = await ComposeAsync();
        await using var open = await demo.OpenAsync("music");
        await StartAsync(open, isLive: true);
        await open.SayAsync("#music-status", @"^(\d{2,}) tokens, ");
        var before = await open.Find("#connection").InnerTextAsync();

        await open.Find("#tab-cluster").ClickAsync();
        await open.Find(".silo:has(.chip.here) button.danger").ClickAsync();
        await Assertions.Expect(open.Find("#connection")).Not.ToHaveTextAsync(before);
        var after = await open.SayAsync("#connection", "^connected");
        Assert.NotEqual(before, after);

        await open.Find("#tab-music").ClickAsync();
        await open.Page.GetByLabel("Compose just ahead of the music").UncheckAsync();
        await open.SayAsync("#music-status", "complete$");
        Assert.Equal(undisturbed, await open.Find("#music-text").TextContentAsync());
        Assert.Empty(open.Faults);
        await demo.SiloIsBackAsync();
    }

    private async Task<string> ComposeAsync()
    {
        await using var open = await demo.OpenAsync("music");
        await StartAsync(open, isLive: false);
        await open.SayAsync("#music-status", "complete$");
        var text = await open.Find("#music-text").TextContentAsync();
        Assert.NotEmpty(text!);
        return text!;
    }

    private static async Task StartAsync(OpenPage open, bool isLive)
    {
        await open.Page.GetByLabel("Compose just ahead of the music").SetCheckedAsync(isLive);
        await open.SlideAsync("Tokens", Tokens);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Compose and play" }).ClickAsync();
    }
}
