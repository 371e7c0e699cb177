using RnnCluster.Engine;

return await EngineCommand.Create().Parse(args).InvokeAsync();
