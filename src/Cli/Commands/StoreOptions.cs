using System.CommandLine;
using RnnCluster.Silo.Storage;

namespace RnnCluster.Cli.Commands;

/// <summary>Options that say where a silo keeps what must outlive it.</summary>
internal static class StoreOptions
{
    private const string DefaultDataFolder = "data";

    /// <summary><c>--store</c>.</summary>
    public static Option<StoreAddress> Store() => new("--store")
    {
        Description = $"Where sessions, subscriptions and the membership are kept: {StoreAddress.Allowed}.",
        DefaultValueFactory = _ => StoreAddress.Embedded,
        CustomParser = static result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (!StoreAddress.TryParse(text, out var address, out var fault))
            {
                result.AddError($"--store {fault}");
            }

            return address;
        },
    };

    /// <summary><c>--data</c>.</summary>
    public static Option<string> DataFolder() => new("--data")
    {
        Description = "With --store embedded: folder of the store; silos with the same folder are one cluster.",
        DefaultValueFactory = _ => DefaultDataFolder,
    };

    /// <summary>Refuses an option that was given and that the chosen store has no use for.</summary>
    /// <exception cref="CommandException">It was.</exception>
    public static void RequireUse(ParseResult parsed, Option option, StoreKind kind, StoreAddress store)
    {
        if (store.Kind != kind && parsed.GetResult(option) is { Implicit: false })
        {
            throw new CommandException($"{option.Name} is for --store {(kind == StoreKind.Memory ? StoreAddress.Memory : StoreAddress.Embedded)}; the store is {store}");
        }
    }
}
