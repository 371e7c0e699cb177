using System.CommandLine;
using RnnCluster.Oracle;
using RnnCluster.Oracle.Processes;

// The program starts itself again for every silo and every client; these two verbs are no part of its help.
switch (args)
{
    case [SiloProgram.Verb, var settings]:
        await SiloProgram.RunAsync(settings);
        return 0;
    case [ClientProgram.Verb, var settings]:
        await ClientProgram.RunAsync(settings);
        return 0;
    default:
        // A run that is asked to end still waits for its answers, and judges them.
        var patience = args is [DriveCommand.Name, ..] ? TimeSpan.FromMinutes(15) : TimeSpan.FromSeconds(2);
        return await OracleCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = patience });
}
