using System.CommandLine;

namespace RnnCluster.Cli.Commands;

/// <summary>The whole command line.</summary>
internal static class RnnCommand
{
    public static RootCommand Create() => new("Recurrent neural networks as live sessions.")
    {
        DemoCommand.Create(),
        SiloCommand.Create(),
        KeysCommand.Create(),
        ModelsCommand.Create(),
        InferCommand.Create(),
        GenerateCommand.Create(),
        EvalCommand.Create(),
        TraceCommand.Create(),
        SessionCommand.Create(),
        HealthCommand.Create(),
        BenchCommand.Create(),
    };
}
