using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RnnCluster.Oracle.Processes;

/// <summary>Signals to a process, by its own id.</summary>
internal static class PosixProcess
{
    private const int KillNumber = 9;
    private const int TerminateNumber = 15;
    private const int ContinueNumber = 18;
    private const int StopNumber = 19;

    /// <summary>Ends it at once, whatever it does.</summary>
    public static void SendKill(this Process process) => Send(process, KillNumber);

    /// <summary>Asks it to end.</summary>
    public static void SendTerminate(this Process process) => Send(process, TerminateNumber);

    /// <summary>Holds all its threads.</summary>
    public static void SendStop(this Process process) => Send(process, StopNumber);

    /// <summary>Lets them go on.</summary>
    public static void SendContinue(this Process process) => Send(process, ContinueNumber);

    private static void Send(Process process, int signal)
    {
        // One that has ended needs no signal; its id belongs to nobody until it is waited for.
        if (!process.HasExited)
        {
            _ = Kill(process.Id, signal);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
