using System.Diagnostics;
using System.Threading.Channels;

namespace RnnCluster.Oracle.Processes;

/// <summary>A process of the run. What it writes to stderr goes to a log file; when it is a child of ours, it talks in lines.</summary>
/// <remarks>A child of ours ends when its standard input does, and so when this process ends, however that comes about.</remarks>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const string Runner = "dotnet";

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Task _logging;
    private readonly Task _reading;

    private ChildProcess(ProcessStartInfo start, string logFile)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _log = new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _process = Process.Start(start)!;
        _log.WriteLine($"{Clock.NowMs} process {_process.Id} starts");
        _logging = CopyAsync(_process.StandardError, line => _log.WriteLineAsync(line));
        _reading = CopyAsync(_process.StandardOutput, line => _lines.Writer.WriteAsync(line).AsTask());
        Exit = ExitAsync();
    }

    /// <summary>Completes when it has ended, with its exit code.</summary>
    public Task<int> Exit { get; }

    /// <summary>What it says, line by line, until it ends.</summary>
    public ChannelReader<string> Output => _lines.Reader;

    /// <summary>Starts this program with a hidden verb and its settings.</summary>
    public static ChildProcess Start<T>(string verb, T settings, string logFile)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program);
        if (Path.GetFileNameWithoutExtension(program) == Runner)
        {
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        }

        start.ArgumentList.Add(verb);
        start.ArgumentList.Add(Lines.Write(settings));
        return new ChildProcess(start, logFile);
    }

    /// <summary>Starts another program.</summary>
    public static ChildProcess StartProgram(string program, IEnumerable<string> arguments, string logFile) =>
        new(new ProcessStartInfo(program, arguments), logFile);

    /// <summary>Ends it at once, as <c>kill -9</c>.</summary>
    public Task<int> KillAsync()
    {
        _process.SendKill();
        return Exit;
    }

    /// <summary>Asks it to end.</summary>
    public void Terminate() => _process.SendTerminate();

    /// <summary>Holds it where it is.</summary>
    public void Freeze() => _process.SendStop();

    /// <summary>Lets it go on.</summary>
    public void Thaw() => _process.SendContinue();

    /// <summary>Sends a request; one that ends just now does not hear it.</summary>
    public async Task AskAsync(ParentRequest request)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(Lines.Write(request));
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // Its end is seen elsewhere.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        await Task.WhenAll(_logging, _reading);
        _lines.Writer.TryComplete();
        await _log.WriteLineAsync($"{Clock.NowMs} process ended with {_process.ExitCode}");
        await _log.DisposeAsync();
        return _process.ExitCode;
    }

    private static async Task CopyAsync(StreamReader from, Func<string, Task> take)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            await take(line);
        }
    }
}
