using System.Diagnostics;

namespace RnnCluster.Cluster.Tests.Oracle;

/// <summary>The program that does harm to a cluster and judges what came out.</summary>
internal static class OracleProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    /// <summary>Does a run on the shipped models.</summary>
    /// <returns>Exit code, and what it said.</returns>
    public static Task<(int Code, string Said)> JudgeAsync(params string[] arguments) =>
        RunAsync(["run", "--models", Path.Combine(AppContext.BaseDirectory, "models"), .. arguments]);

    /// <summary>Runs a verb to its end.</summary>
    /// <returns>Exit code, and what it said.</returns>
    public static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "RnnCluster.Oracle.dll");
        using var oracle = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var said = await Task.WhenAll(oracle.StandardError.ReadToEndAsync(), oracle.StandardOutput.ReadToEndAsync()).WaitAsync(Patience);
            await oracle.WaitForExitAsync();
            return (oracle.ExitCode, string.Join('\n', said));
        }
        finally
        {
            if (!oracle.HasExited)
            {
                oracle.Kill(entireProcessTree: true);
            }
        }
    }
}
