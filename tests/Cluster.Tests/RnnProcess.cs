using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RnnCluster.Cluster.Tests;

/// <summary>A real <c>rnn</c> process. Disposing ends it, whatever it does.</summary>
internal sealed class RnnProcess : IAsyncDisposable
{
    private const int SigTerm = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly List<string> _errors = [];
    private readonly Dictionary<string, TaskCompletionSource> _awaited = [];

    private RnnProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => TakeError(line.Data);
        _process.Start();
        _process.BeginErrorReadLine();
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Lines on stderr so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return string.Join('\n', _errors);
            }
        }
    }

    /// <summary>Starts <c>rnn</c> with these arguments.</summary>
    public static RnnProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "rnn.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new RnnProcess(new Process { StartInfo = start });
    }

    /// <summary>Runs <c>rnn</c> to its end.</summary>
    /// <returns>Exit code, stdout and stderr.</returns>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string? input, params string[] arguments)
    {
        await using var rnn = Start(arguments);
        if (input is not null)
        {
            await rnn._process.StandardInput.WriteAsync(input);
        }

        rnn._process.StandardInput.Close();
        return (await rnn.ExitAsync(), await rnn._output, rnn.Errors);
    }

    /// <summary>Waits until a line on stderr contains <paramref name="text"/>.</summary>
    public async Task SayAsync(string text)
    {
        TaskCompletionSource seen;
        lock (_errors)
        {
            if (_errors.Any(line => line.Contains(text, StringComparison.Ordinal)))
            {
                return;
            }

            _awaited[text] = seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await seen.Task.WaitAsync(Patience);
    }

    /// <summary>Asks the process to end, as an operator's <c>kill</c> does.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> TerminateAsync()
    {
        Assert.Equal(0, Kill(_process.Id, SigTerm));
        return ExitAsync();
    }

    /// <summary>Ends the process at once, as a crash does.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return ExitAsync();
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

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    private async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    private void TakeError(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_errors)
        {
            _errors.Add(line);
            foreach (var (_, seen) in _awaited.Where(awaited => line.Contains(awaited.Key, StringComparison.Ordinal)))
            {
                seen.TrySetResult();
            }
        }
    }
}
