using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace RnnCluster.Cluster.Tests.Page;

/// <summary>The page in a browser's window.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private const int PatienceMs = 60_000;

    private readonly IBrowserContext _context;

    private OpenPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>What the browser complained of: exceptions, and what the page's policy refused.</summary>
    public List<string> Faults { get; } = [];

    public static async Task<OpenPage> OpenAsync(IBrowserContext context, string address)
    {
        context.SetDefaultTimeout(PatienceMs);
        var page = await context.NewPageAsync();
        var open = new OpenPage(context, page);
        page.PageError += (_, fault) => open.Faults.Add(fault);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                open.Faults.Add(message.Text);
            }
        };
        await page.GotoAsync(address);
        await open.SayAsync("#connection", "^connected");
        return open;
    }

    public ILocator Find(string selector) => Page.Locator(selector);

    /// <summary>Waits until an element's text matches.</summary>
    /// <returns>The text.</returns>
    public async Task<string> SayAsync(string selector, string pattern)
    {
        await Assertions.Expect(Find(selector)).ToHaveTextAsync(
            new Regex(pattern), new LocatorAssertionsToHaveTextOptions { Timeout = PatienceMs });
        return await Find(selector).InnerTextAsync();
    }

    /// <summary>Chooses a value of a range, as its user does.</summary>
    public Task SlideAsync(string label, string value) =>
        Page.GetByLabel(new Regex($"^{label}")).EvaluateAsync("(input, value) => { input.value = value; input.dispatchEvent(new Event('input')); input.dispatchEvent(new Event('change')); }", value);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
