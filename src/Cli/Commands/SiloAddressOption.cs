using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Net.Sockets;

namespace RnnCluster.Cli.Commands;

/// <summary><c>--address</c> of a silo.</summary>
internal static class SiloAddressOption
{
    /// <summary>The option.</summary>
    public static Option<IPAddress> Create() => new("--address")
    {
        Description = "Address of this machine, or a name of it, at which other silos and clients reach the silo. Nobody is asked for a password "
            + "at these ports: name an address other than loopback only on a private network.",
        DefaultValueFactory = _ => IPAddress.Loopback,
        CustomParser = Parse,
    };

    private static IPAddress? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var address = IPAddress.TryParse(text, out var literal) ? literal : OfName(text);
        if (address is null || IsNoMachine(address))
        {
            result.AddError($"--address is '{text}'; it must be one address of this machine that others can reach, such as 10.0.0.5, or a name of it");
            return null;
        }

        return address;
    }

    /// <summary>Whether it names all addresses, or everybody.</summary>
    private static bool IsNoMachine(IPAddress address) =>
        address.GetAddressBytes().All(static value => value == 0) || address.Equals(IPAddress.Broadcast);

    /// <summary>The address behind a name, the IPv4 one where there are both.</summary>
    private static IPAddress? OfName(string name) => name.Length > 0 && HostNames.TryFind(name, out var addresses)
        ? addresses.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0]
        : null;
}
