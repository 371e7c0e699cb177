using System.CommandLine;
using System.CommandLine.Invocation;
using RnnCluster.Cli.Commands;

// A text that begins with @ is a text, not a file of arguments.
var parsing = new ParserConfiguration { ResponseFileTokenReplacer = null };
var command = RnnCommand.Create();
var parsed = command.Parse(args, parsing);
try
{
    parsed = command.Parse([.. args, .. SiloEnvironment.Read(parsed, Environment.GetEnvironmentVariables())], parsing);
}
catch (CommandException exception)
{
    return await CommandRunner.RunAsync(() => Task.FromException<int>(exception));
}

if (parsed.Action is ParseErrorAction error)
{
    // The error is what helps; a screen of help behind it would push it away.
    error.ShowHelp = false;
}

// A silo that drains takes longer than the two seconds that the library grants by default.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = SiloCommand.TerminationPatience(parsed) };
return await parsed.InvokeAsync(configuration);
