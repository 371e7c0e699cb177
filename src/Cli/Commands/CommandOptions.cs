using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Net.Sockets;
using RnnCluster.Cli.Connection;

namespace RnnCluster.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommandOptions
{
    /// <summary><c>--connect</c>: gateways of a running cluster; without it, the command hosts a silo of its own.</summary>
    public static Option<IPEndPoint[]> Connect() => new("--connect")
    {
        Description = "Use a running cluster: host:port of one or more gateways, separated by commas. Without it, an embedded silo serves.",
        CustomParser = Endpoints,
    };

    /// <summary><c>--models</c>: the folder of the packages, for commands that host a silo.</summary>
    public static Option<string> Models() => new("--models")
    {
        Description = "Folder of the model packages.",
        DefaultValueFactory = _ => ModelsFolder.Default(),
    };

    /// <summary>A whole number with bounds.</summary>
    public static Option<int> Count(string name, string description, int standard, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result => RequireRange(result, option, least, most));
        return option;
    }

    /// <summary>A number that may be left out.</summary>
    public static Option<T?> Optional<T>(string name, string description)
        where T : struct => new(name) { Description = description };

    private static void RequireRange(OptionResult result, Option<int> option, int least, int most)
    {
        if (result.Errors.Any() || result.Tokens.Count == 0)
        {
            return;
        }

        var value = result.GetValue(option);
        if (value < least || value > most)
        {
            result.AddError($"{option.Name} is {value}; it must be {least} to {most}");
        }
    }

    private static IPEndPoint[]? Endpoints(ArgumentResult result)
    {
        var texts = result.Tokens.SelectMany(token => token.Value.Split(',')).ToList();
        var endpoints = texts.Select(Endpoint).ToList();
        var bad = endpoints.IndexOf(null);
        if (bad >= 0)
        {
            result.AddError($"--connect is '{texts[bad]}'; it must be host:port, for instance 127.0.0.1:30000");
            return null;
        }

        return [.. endpoints.OfType<IPEndPoint>()];
    }

    /// <summary>An address or a host name, and a port; null when it is neither or the name is not known.</summary>
    private static IPEndPoint? Endpoint(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text[(colon + 1)..], out var port) || port == 0)
        {
            return null;
        }

        try
        {
            return new IPEndPoint(Dns.GetHostAddresses(text[..colon])[0], port);
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
