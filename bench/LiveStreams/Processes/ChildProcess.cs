using System.Diagnostics;
using System.Globalization;

namespace RnnCluster.LiveStreams.Processes;

/// <summary>This program once more, in a process of its own: one line of JSON in, one line of JSON out.</summary>
/// <remarks>A child ends when its standard input does, and so when this process ends, however that comes about.</remarks>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const string Runner = "dotnet";
    private const string StatusField = "VmRSS:";
    private const int BytesPerKilobyte = 1024;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(3);

    private readonly string _name;
    private readonly Process _process;

    private ChildProcess(string name, Process process)
    {
        _name = name;
        _process = process;
    }

    /// <summary>Processor time of all its threads so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of memory that it has in RAM.</summary>
    public long ResidentBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(StatusField, StringComparison.Ordinal));
            var kilobytes = line[StatusField.Length..].Replace("kB", "", StringComparison.Ordinal);
            return long.Parse(kilobytes, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture)
                * BytesPerKilobyte;
        }
    }

    /// <summary>Starts this program with a hidden verb and its settings.</summary>
    public static ChildProcess Start<T>(string verb, T settings)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == Runner)
        {
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        }

        start.ArgumentList.Add(verb);
        start.ArgumentList.Add(Lines.Write(settings));
        return new ChildProcess(verb, Process.Start(start)!);
    }

    /// <summary>Sends a line without waiting for an answer.</summary>
    public async Task SendAsync<T>(T request)
    {
        await _process.StandardInput.WriteLineAsync(Lines.Write(request));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the next line.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="InvalidOperationException">The child ended.</exception>
    public async Task<T> ReadAsync<T>(TimeSpan patience)
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(patience);
        return line is null
            ? throw new InvalidOperationException($"the {_name} process {_process.Id} ended without an answer")
            : Lines.Read<T>(line);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(EndPatience);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
