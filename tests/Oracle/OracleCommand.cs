using System.CommandLine;

namespace RnnCluster.Oracle;

/// <summary>The verbs of the program.</summary>
internal static class OracleCommand
{
    public static RootCommand Create() => new("Does harm to a cluster under load, or drives one, and holds every output to a replay without any cluster.")
    {
        RunCommand.Create(),
        DriveCommand.Create(),
        PlanCommand.Create(),
        JudgeCommand.Create(),
    };
}
