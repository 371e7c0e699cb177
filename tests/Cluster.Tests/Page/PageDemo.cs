using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace RnnCluster.Cluster.Tests.Page;

/// <summary><c>rnn demo --web</c>, and a browser that looks at its page.</summary>
public sealed partial class PageDemo : IAsyncLifetime
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private RnnProcess _demo = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    /// <summary>Where the first silo serves the page, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _demo = RnnProcess.Start("demo", "--web");
        await _demo.SayAsync("serve the page at");
        Address = PageAddress().Match(_demo.Errors).Groups[1].Value;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Browsers.FirstOrDefault(File.Exists) ?? throw new FileNotFoundException($"there is none of {string.Join(", ", Browsers)}; apt-get install chromium"),
            Args = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _demo.DisposeAsync();
    }

    /// <summary>Opens the page at a tab, in a browser's window of its own.</summary>
    internal async Task<OpenPage> OpenAsync(string tab)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { AcceptDownloads = true });
        return await OpenPage.OpenAsync(context, $"{Address}/#{tab}");
    }

    /// <summary>Waits until a silo that was killed has come back.</summary>
    internal Task SiloIsBackAsync() => _demo.SayAsync("is back");

    [GeneratedRegex(@"serve the page at (http://127\.0\.0\.1:\d+)/")]
    private static partial Regex PageAddress();
}
