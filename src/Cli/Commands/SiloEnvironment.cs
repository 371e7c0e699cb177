using System.Collections;
using System.CommandLine;

namespace RnnCluster.Cli.Commands;

/// <summary>Options of <c>rnn silo</c> from environment variables: RNN_SILO_GATEWAY_PORT is --gateway-port, and so on.</summary>
internal static class SiloEnvironment
{
    private const string Prefix = "RNN_SILO_";

    /// <summary>What the variables add to a command line. An option that was given counts, and an empty variable does not.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="variables">The environment.</param>
    /// <exception cref="CommandException">A variable with the prefix is no option.</exception>
    public static IReadOnlyList<string> Read(ParseResult parsed, IDictionary variables)
    {
        var command = parsed.CommandResult.Command;
        if (command.Name != SiloCommand.Name)
        {
            return [];
        }

        var options = command.Options.Where(option => !option.Recursive && option.Name.StartsWith("--", StringComparison.Ordinal))
            .ToDictionary(option => Prefix + option.Name[2..].ToUpperInvariant().Replace('-', '_'));
        var given = new List<string>();
        foreach (var name in variables.Keys.Cast<string>().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (!options.TryGetValue(name, out var option))
            {
                throw new CommandException($"the environment has {name}, which is no option of the silo; there are: {string.Join(", ", options.Keys)}");
            }

            var value = variables[name]?.ToString();
            if (!string.IsNullOrEmpty(value) && parsed.GetResult(option) is null or { Implicit: true })
            {
                given.Add($"{option.Name}={value}");
            }
        }

        return given;
    }
}
