using System.Diagnostics;
using RnnCluster.Cli.Commands;

namespace RnnCluster.Cli.Demo;

/// <summary>A silo of the page's demo: a process of its own, so that it can be killed.</summary>
internal sealed class WebSilo : IDisposable
{
    private const int KeptLines = 20;
    private const string ReadyMark = "is ready";

    private readonly Process _process;
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebSilo(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    /// <summary>Starts <c>rnn silo</c> with these arguments.</summary>
    public static WebSilo Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "rnn.dll"));
        start.ArgumentList.Add("silo");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var silo = new WebSilo(new Process { StartInfo = start });
        silo._process.Start();
        silo._process.BeginErrorReadLine();
        return silo;
    }

    /// <summary>Waits until it serves.</summary>
    /// <exception cref="CommandException">It ended before; the message has its last lines.</exception>
    public async Task ReadyAsync(CancellationToken cancellation)
    {
        var exit = ExitAsync(cancellation);
        if (await Task.WhenAny(_ready.Task, exit) == exit)
        {
            await exit;
            throw new CommandException($"a silo did not start: {LastLines()}");
        }
    }

    /// <summary>Waits until it has ended.</summary>
    public Task ExitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    /// <summary>Ends it, whatever it does.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }

        if (line.Contains(ReadyMark, StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }

    private string LastLines()
    {
        lock (_lines)
        {
            return string.Join(Environment.NewLine, _lines);
        }
    }
}
