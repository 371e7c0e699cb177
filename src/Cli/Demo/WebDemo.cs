using System.ComponentModel;
using System.Diagnostics;
using RnnCluster.Silo;

namespace RnnCluster.Cli.Demo;

/// <summary><c>rnn demo --web</c>: a cluster of three silos, and the page that it serves. A silo that is killed comes back after a while.</summary>
/// <param name="modelsFolder">Folder of the model packages.</param>
/// <param name="output">Where it says what happens.</param>
/// <param name="time">The clock.</param>
internal sealed class WebDemo(string modelsFolder, TextWriter output, TimeProvider time)
{
    private const int Silos = 3;
    private const int PortsOfSilo = 3;

    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(12);

    private readonly int[] _ports = LoopbackPorts.FindFree(Silos * PortsOfSilo);

    /// <summary>Runs until it is cancelled, then ends all silos.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var data = Directory.CreateTempSubdirectory("rnn-demo-");
        var silos = new WebSilo[Silos];
        try
        {
            for (var place = 0; place < Silos; place++)
            {
                silos[place] = Start(place, data.FullName);
            }

            await Task.WhenAll(silos.Select(silo => silo.ReadyAsync(cancellation)));
            var address = $"http://127.0.0.1:{HttpPort(0)}/";
            await output.WriteLineAsync($"{Silos} silos serve the page at {address}; Ctrl-C ends all");
            Open(address);
            await Task.WhenAll(Enumerable.Range(0, Silos).Select(place => WatchAsync(silos, place, data.FullName, cancellation)));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await output.WriteLineAsync("the silos end");
        }
        finally
        {
            foreach (var silo in silos.OfType<WebSilo>())
            {
                silo.Dispose();
            }

            data.Delete(recursive: true);
        }
    }

    /// <summary>Starts a silo again when it was killed, on its ports.</summary>
    private async Task WatchAsync(WebSilo[] silos, int place, string data, CancellationToken cancellation)
    {
        while (true)
        {
            await silos[place].ExitAsync(cancellation);
            await output.WriteLineAsync($"silo {place + 1} ended; another takes its place in {Absence.TotalSeconds:F0} s");
            await Task.Delay(Absence, time, cancellation);
            silos[place].Dispose();
            silos[place] = Start(place, data);
            await silos[place].ReadyAsync(cancellation);
            await output.WriteLineAsync($"silo {place + 1} is back");
        }
    }

    private WebSilo Start(int place, string data) => WebSilo.Start(
    [
        "--port", $"{_ports[place * PortsOfSilo]}", "--gateway-port", $"{_ports[place * PortsOfSilo + 1]}", "--http", $"{HttpPort(place)}", "--allow-kill",
        "--data", data, "--models", Path.GetFullPath(modelsFolder),
    ]);

    private int HttpPort(int place) => _ports[place * PortsOfSilo + 2];

    /// <summary>Opens a browser where there is a screen.</summary>
    private static void Open(string address)
    {
        string[] screens = ["DISPLAY", "WAYLAND_DISPLAY"];
        if (OperatingSystem.IsLinux() && screens.All(name => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))))
        {
            return;
        }

        try
        {
            using var browser = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            // The address was printed.
        }
    }
}
