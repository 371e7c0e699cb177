using RnnCluster.Cli.Commands;

return await RnnCommand.Create().Parse(args).InvokeAsync();
