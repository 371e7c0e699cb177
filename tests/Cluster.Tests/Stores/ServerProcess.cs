using System.Diagnostics;

namespace RnnCluster.Cluster.Tests.Stores;

/// <summary>A server that a test starts for itself. Disposing ends it, whatever it does.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly string _ready;
    private readonly TaskCompletionSource _isReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _lines = [];

    private ServerProcess(Process process, string ready)
    {
        (_process, _ready) = (process, ready);
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts a server and waits until it says <paramref name="ready"/>.</summary>
    public static async Task<ServerProcess> StartAsync(string ready, string program, params string[] arguments)
    {
        var server = new ServerProcess(new Process { StartInfo = StartOf(program, arguments) }, ready);
        var end = server._process.WaitForExitAsync();
        var first = await Task.WhenAny(server._isReady.Task, end).WaitAsync(Patience);
        Assert.True(first != end, $"{program} ends:\n{string.Join('\n', server._lines)}");
        return server;
    }

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <returns>Its stdout.</returns>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = new Process { StartInfo = StartOf(program, arguments) };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, $"{program}: {errors}");
        return (await output).Trim();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo StartOf(string program, string[] arguments) =>
        new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Add(line);
        }

        if (line.Contains(_ready, StringComparison.Ordinal))
        {
            _isReady.TrySetResult();
        }
    }
}
