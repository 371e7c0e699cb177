using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Numerics;
using RnnCluster.Cli.Connection;

namespace RnnCluster.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommandOptions
{
    /// <summary><c>--connect</c>: gateways of a running cluster; without it, the command hosts a silo of its own.</summary>
    public static Option<EndPoint[]> Connect() => new("--connect")
    {
        Description = "Use a running cluster: host:port of one or more gateways, separated by commas; a name stands for all its addresses. Without it, an embedded silo serves.",
        CustomParser = Endpoints,
    };

    /// <summary><c>--models</c>: the folder of the packages, for commands that host a silo.</summary>
    public static Option<string> Models() => new("--models")
    {
        Description = "Folder of the model packages.",
        DefaultValueFactory = _ => ModelsFolder.Default(),
    };

    /// <summary>A whole number with bounds.</summary>
    public static Option<int> Count(string name, string description, int standard, int least, int most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            var value = Number<int>(name, NumberStyles.AllowLeadingSign, result) ?? least;
            if (value < least || value > most)
            {
                result.AddError($"{name} is {value}; it must be {least} to {most}");
            }

            return value;
        },
    };

    /// <summary>A whole number that may be left out.</summary>
    public static Option<T?> Whole<T>(string name, string description)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            CustomParser = result => Number<T>(name, NumberStyles.AllowLeadingSign, result),
        };

    /// <summary>A number with a point for its fraction that may be left out.</summary>
    public static Option<T?> Real<T>(string name, string description)
        where T : struct, IFloatingPoint<T> => new(name)
        {
            Description = description,
            CustomParser = result => Number<T>(name, NumberStyles.Float, result),
        };

    /// <summary>Reads a number as every machine does, whatever its language; 0,5 is none.</summary>
    private static T? Number<T>(string name, NumberStyles styles, ArgumentResult result)
        where T : struct, INumber<T>
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (T.TryParse(text, styles, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        var allowed = styles == NumberStyles.Float ? "a number, such as 0.5"
            : typeof(T) == typeof(ulong) ? "a whole number from 0 up" : "a whole number";
        result.AddError($"{name} is '{text}'; it must be {allowed}");
        return null;
    }

    private static EndPoint[]? Endpoints(ArgumentResult result)
    {
        var texts = result.Tokens.SelectMany(token => token.Value.Split(',')).ToList();
        var endpoints = texts.Select(Endpoint).ToList();
        var bad = endpoints.IndexOf(null);
        if (bad >= 0)
        {
            result.AddError($"--connect is '{texts[bad]}'; it must be host:port, for instance 127.0.0.1:30000");
            return null;
        }

        return [.. endpoints.OfType<EndPoint>()];
    }

    /// <summary>An address or a host name, and a port; null when it is neither or the name is not known.</summary>
    private static EndPoint? Endpoint(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text[(colon + 1)..], out var port) || port == 0)
        {
            return null;
        }

        var host = text[..colon];
        return IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port)
            : HostNames.TryFind(host, out _) ? new DnsEndPoint(host, port)
            : null;
    }
}
