namespace RnnCluster.Cli.Terminal;

/// <summary>A line on stderr that is written over as work goes on; nothing when stderr is no terminal.</summary>
internal sealed class ProgressLine : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly Func<string> _text;
    private readonly Action? _tick;
    private readonly PeriodicTimer _timer = new(Period);
    private readonly Task _loop;

    /// <param name="text">The line as it is now.</param>
    /// <param name="tick">Something to do each time, terminal or not.</param>
    public ProgressLine(Func<string> text, Action? tick = null)
    {
        _text = text;
        _tick = tick;
        _loop = ShowAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _loop;
        if (!Console.IsErrorRedirected)
        {
            await Console.Error.WriteLineAsync($"\r\u001b[K{_text()}");
        }
    }

    private async Task ShowAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            _tick?.Invoke();
            if (!Console.IsErrorRedirected)
            {
                await Console.Error.WriteAsync($"\r\u001b[K{_text()}");
            }
        }
    }
}
