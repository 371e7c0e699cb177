using System.CommandLine;
using System.Net;
using RnnCluster.Silo.Gateway.Hosting;

namespace RnnCluster.Cli.Commands;

/// <summary>The options of <c>rnn silo</c> that belong to the HTTP gateway.</summary>
internal sealed class SiloHttpOptions
{
    private const int HighestPort = 65_535;

    private readonly Option<int?> _port = CommandOptions.Whole<int>(
        "--http", "Port of the HTTP gateway, 0 for any; without it there is none.");

    private readonly Option<string> _address = new("--http-address")
    {
        Description = "Address of the HTTP gateway.",
        DefaultValueFactory = _ => IPAddress.Loopback.ToString(),
    };

    private readonly Option<bool> _kill = new("--allow-kill")
    {
        Description = "For demonstrations: a request may kill this silo.",
    };

    public void AddTo(Command command)
    {
        command.Add(_port);
        command.Add(_address);
        command.Add(_kill);
    }

    /// <summary>What the gateway is told; null for none.</summary>
    /// <exception cref="CommandException">A value is out of its bounds.</exception>
    public Action<RnnGatewayOptions>? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_port) is not { } port)
        {
            return null;
        }

        if (port is < 0 or > HighestPort)
        {
            throw new CommandException($"--http is {port}; it must be 0 to {HighestPort}");
        }

        return IPAddress.TryParse(parsed.GetValue(_address), out var address)
            ? options => (options.Port, options.Address, options.AllowKill) = (port, address, parsed.GetValue(_kill))
            : throw new CommandException($"--http-address is {parsed.GetValue(_address)}; it must be an IP address");
    }
}
