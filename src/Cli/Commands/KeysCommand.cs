using System.CommandLine;
using RnnCluster.Silo.Gateway.Access;

namespace RnnCluster.Cli.Commands;

/// <summary><c>rnn keys</c>: the keys of the HTTP gateway.</summary>
internal static class KeysCommand
{
    private const string DefaultFile = "keys.json";

    public static Command Create() => new("keys", "Add, list and remove the keys of the HTTP gateway.") { Add(), List(), Remove() };

    private static Command Add()
    {
        var name = Name();
        var file = FileOption();
        var tenant = new Option<string>("--tenant") { Description = "Whose sessions the key opens, and nobody else's.", Required = true };
        var scopes = new Option<string[]>("--scopes")
        {
            Description = $"What the key may be used for, separated by commas: {string.Join(", ", GatewayScopes.All)}.",
            DefaultValueFactory = _ => [GatewayScopes.Models, GatewayScopes.Sessions, GatewayScopes.Infer],
            CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(','))],
        };
        var sessions = CommandOptions.Whole<int>("--sessions", "Most sessions of the tenant in memory.");
        var frames = CommandOptions.Whole<int>("--frames-per-second", "Most frames a second, at each silo.");
        var bytes = CommandOptions.Whole<int>("--frame-bytes", "Most bytes of a frame.");
        var sockets = CommandOptions.Whole<int>("--sockets", "Most sockets and event streams at a time, at each silo.");
        var command = new Command("add", "Add a key and print its text, which is not kept.") { name, tenant, scopes, sessions, frames, bytes, sockets, file };
        command.SetAction((parsed, _) => CommandRunner.RunAsync(() =>
        {
            var text = ApiKey.NewText();
            var key = new ApiKey
            {
                Name = parsed.GetValue(name)!,
                Tenant = parsed.GetValue(tenant)!,
                Hash = ApiKey.HashOf(text),
                Scopes = parsed.GetValue(scopes)!,
                Limits = new KeyLimits
                {
                    Sessions = parsed.GetValue(sessions),
                    FramesPerSecond = parsed.GetValue(frames),
                    FrameBytes = parsed.GetValue(bytes),
                    Sockets = parsed.GetValue(sockets),
                },
            };
            Append(parsed.GetValue(file)!, key);
            Console.WriteLine(text);
            return Task.FromResult(0);
        }));
        return command;
    }

    private static Command List()
    {
        var file = FileOption();
        var command = new Command("list", "List the keys; their texts are not kept.") { file };
        command.SetAction((parsed, _) => CommandRunner.RunAsync(() =>
        {
            foreach (var key in Read(parsed.GetValue(file)!))
            {
                Console.WriteLine($"{key.Name}\ttenant {key.Tenant}\tscopes {string.Join(',', key.Scopes)}\t{Bounds(key.Limits)}");
            }

            return Task.FromResult(0);
        }));
        return command;
    }

    private static Command Remove()
    {
        var name = Name();
        var file = FileOption();
        var command = new Command("remove", "Remove a key; running silos refuse it a second later.") { name, file };
        command.SetAction((parsed, _) => CommandRunner.RunAsync(() =>
        {
            var path = parsed.GetValue(file)!;
            var keys = Read(path);
            var rest = keys.Where(key => key.Name != parsed.GetValue(name)).ToList();
            if (rest.Count == keys.Count)
            {
                throw new CommandException($"{path} has no key '{parsed.GetValue(name)}'; it has {string.Join(", ", keys.Select(key => key.Name))}");
            }

            Guard(() => ApiKeyFile.Write(path, rest));
            return Task.FromResult(0);
        }));
        return command;
    }

    private static Argument<string> Name() => new("NAME") { Description = "Name of the key." };

    private static Option<string> FileOption() => new("--file") { Description = "The file of keys.", DefaultValueFactory = _ => DefaultFile };

    private static void Append(string path, ApiKey key)
    {
        var keys = File.Exists(path) ? Read(path) : [];
        var faults = key.Faults().ToList();
        if (keys.Any(other => other.Name == key.Name))
        {
            faults.Add($"there is a key '{key.Name}' already; remove it first, or choose another name");
        }

        if (faults.Count > 0)
        {
            throw new CommandException(string.Join("; ", faults));
        }

        Guard(() => ApiKeyFile.Write(path, [.. keys, key]));
    }

    private static IReadOnlyList<ApiKey> Read(string path)
    {
        IReadOnlyList<ApiKey> keys = [];
        Guard(() => keys = ApiKeyFile.Read(path));
        return keys;
    }

    private static void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new CommandException(exception.Message);
        }
    }

    private static string Bounds(KeyLimits limits) => string.Join(' ', new (string Name, int? Value)[]
    {
        ("sessions", limits.Sessions),
        ("frames/s", limits.FramesPerSecond),
        ("bytes", limits.FrameBytes),
        ("sockets", limits.Sockets),
    }.Where(limit => limit.Value is not null).Select(limit => $"{limit.Name} {limit.Value}"));
}
