using System.CommandLine;
using System.CommandLine.Invocation;
using RnnCluster.Cli.Commands;

// A text that begins with @ is a text, not a file of arguments.
var parsed = RnnCommand.Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Action is ParseErrorAction error)
{
    // The error is what helps; a screen of help behind it would push it away.
    error.ShowHelp = false;
}

// A silo that drains takes longer than the two seconds that the library grants by default.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await parsed.InvokeAsync(configuration);
