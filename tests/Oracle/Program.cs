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
        return await OracleCommand.Create().Parse(args).InvokeAsync();
}
