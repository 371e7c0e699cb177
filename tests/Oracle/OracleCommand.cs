using System.CommandLine;

namespace RnnCluster.Oracle;

/// <summary>The verbs of the program.</summary>
internal static class OracleCommand
{
    public static RootCommand Create() => new("Does harm to a cluster under load, and holds every output to a replay without any cluster.")
    {
        RunCommand.Create(),
        PlanCommand.Create(),
        JudgeCommand.Create(),
    };
}
