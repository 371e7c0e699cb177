using System.CommandLine;
using RnnCluster.Cli.Commands;

// A silo that drains takes longer than the two seconds that the library grants by default.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await RnnCommand.Create().Parse(args).InvokeAsync(configuration);
