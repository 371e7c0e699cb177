using System.CommandLine;
using System.Net;
using RnnCluster.Silo.Gateway.Access;
using RnnCluster.Silo.Gateway.Hosting;

namespace RnnCluster.Cli.Commands;

/// <summary>The options of <c>rnn silo</c> that belong to the HTTP gateway.</summary>
internal sealed class SiloHttpOptions
{
    private const int HighestPort = 65_535;

    private readonly Option<int?> _port = CommandOptions.Whole<int>("--http", "Port of the HTTP gateway, 0 for any; without it there is none.");

    private readonly Option<string> _address = new("--http-address")
    {
        Description = "Address of the HTTP gateway.",
        DefaultValueFactory = _ => IPAddress.Loopback.ToString(),
    };

    private readonly Option<bool> _dashboard = new("--dashboard")
    {
        Description = "Show the cluster's silos and grains at /dashboard, to who has a key with the scope admin; without --keys on loopback only.",
    };

    private readonly Option<string?> _keys = new("--keys") { Description = "File of the keys that requests need, made with `rnn keys add`." };

    private readonly Option<bool> _anonymous = new("--allow-anonymous")
    {
        Description = "Serve an address that other machines reach without keys.",
    };

    private readonly Option<string?> _certificate = new("--certificate")
    {
        Description = "Certificate for HTTPS: a .pfx file without a password, or a .pem file.",
    };

    private readonly Option<string?> _certificateKey = new("--certificate-key") { Description = "Key of a .pem certificate, when another file has it." };

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>What the gateway is told; null for none.</summary>
    /// <exception cref="CommandException">A value is out of its bounds, or of no use.</exception>
    public Action<RnnGatewayOptions>? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_port) is not { } port)
        {
            return All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } idle
                ? throw new CommandException($"{idle.Name} is for the HTTP gateway; give --http too")
                : null;
        }

        if (port is < 0 or > HighestPort)
        {
            throw new CommandException($"--http is {port}; it must be 0 to {HighestPort}");
        }

        if (!IPAddress.TryParse(parsed.GetValue(_address), out var address))
        {
            throw new CommandException($"--http-address is {parsed.GetValue(_address)}; it must be an IP address");
        }

        var keys = parsed.GetValue(_keys);
        RequireKeys(keys, address, parsed.GetValue(_anonymous));
        return options =>
        {
            (options.Port, options.Address, options.KeysFile) = (port, address, keys);
            options.AllowAnonymous = parsed.GetValue(_anonymous);
            options.Dashboard = parsed.GetValue(_dashboard);
            (options.CertificateFile, options.CertificateKeyFile) = (parsed.GetValue(_certificate), parsed.GetValue(_certificateKey));
        };
    }

    private IEnumerable<Option> All => [_port, _address, _keys, _anonymous, _certificate, _certificateKey, _dashboard];

    private static void RequireKeys(string? keys, IPAddress address, bool isAnonymous)
    {
        if (keys is null)
        {
            if (!isAnonymous && !IPAddress.IsLoopback(address))
            {
                throw new CommandException(
                    $"--http-address is {address}, which other machines reach; give --keys FILE (see `rnn keys add`), or --allow-anonymous");
            }

            return;
        }

        try
        {
            ApiKeyFile.Read(keys);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new CommandException($"--keys cannot be used: {exception.Message}");
        }
    }
}
