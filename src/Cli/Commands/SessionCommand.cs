using System.CommandLine;
using System.Net;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Cli.Connection;
using RnnCluster.Cli.Terminal;
using RnnCluster.Client;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Cli.Commands;

/// <summary><c>rnn session</c>: looks at the live sessions of a running cluster, copies them, moves them and ends them.</summary>
internal static class SessionCommand
{
    public static Command Create() => new("session", "Look at, copy, move and close live sessions of a running cluster.")
    {
        List(),
        OfSession("show", "Where a session stands, and its snapshots.", ShowAsync),
        OfSession("fork", "Make a new session that goes on from this one's state.", Named("NEW-ID", "Id of the new session."),
            async (session, id) => Print(await session.ForkAsync(id))),
        OfSession("snapshot", "Keep the state as it is now under a name.", Named("NAME", "Name of the snapshot."),
            async (session, name) => Print(await session.SnapshotAsync(name))),
        OfSession("rewind", "Back to a snapshot; sequence numbers go on.", Named("NAME", "Name of the snapshot."),
            async (session, name) => Print(await session.RewindAsync(name))),
        Export(),
        Import(),
        Move(),
        OfSession("close", "End a session and forget its state.", session => session.CloseAsync()),
    };

    private static Command List()
    {
        var connect = CommandOptions.Connect();
        var command = new Command("list", "The sessions in memory, and their silos.") { connect };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(connect), ListAsync, cancellation));
        return command;
    }

    private static Command Export()
    {
        var file = new Option<string>("--out") { Description = "The file; - for stdout.", DefaultValueFactory = _ => StandardFiles.Standard };
        var command = OfSession("export", "Write everything that a session goes on with to a file.", async (session, parsed) =>
        {
            var export = await session.ExportAsync();
            await using var stream = StandardFiles.CreateBytes(parsed.GetValue(file)!, file.Name);
            await stream.WriteAsync(export.Content);
        });
        command.Options.Add(file);
        return command;
    }

    private static Command Import()
    {
        var file = new Option<string>("--in") { Description = "The file; - for stdin.", DefaultValueFactory = _ => StandardFiles.Standard };
        var continued = new Option<bool>("--continue") { Description = "Sequence numbers go on as they were; otherwise they start at 0." };
        var command = OfSession("import", "Make a new session of an exported one.", async (session, parsed) =>
        {
            await using var stream = StandardFiles.OpenBytes(parsed.GetValue(file)!, file.Name);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content);
            Print(await session.ImportAsync(content.ToArray(), parsed.GetValue(continued)));
        });
        command.Options.Add(file);
        command.Options.Add(continued);
        return command;
    }

    private static Command Move()
    {
        var silo = new Option<string?>("--to") { Description = "The silo, HOST:PORT as list names it; any other one by default." };
        var command = OfSession("move", "Let a session go on in another silo, with its state, and print where it is.", async (session, parsed) =>
            Console.Out.WriteLine($"{session.Key} {await session.MoveAsync(parsed.GetValue(silo))}"));
        command.Options.Add(silo);
        return command;
    }

    private static Command OfSession(string name, string description, Func<SessionControl, Task> act) =>
        OfSession(name, description, (session, _) => act(session));

    private static Command OfSession(string name, string description, Argument<string> argument, Func<SessionControl, string, Task> act)
    {
        var command = OfSession(name, description, (session, parsed) => act(session, parsed.GetValue(argument)!));
        command.Arguments.Add(argument);
        return command;
    }

    private static Command OfSession(string name, string description, Func<SessionControl, ParseResult, Task> act)
    {
        var key = Named("MODEL/ID", "Key of the session.");
        var connect = CommandOptions.Connect();
        var command = new Command(name, description) { key, connect };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(connect), client => act(client.Control(Parse(parsed.GetValue(key)!)), parsed), cancellation));
        return command;
    }

    private static Task<int> RunAsync(EndPoint[]? gateways, Func<RnnClient, Task> act, CancellationToken cancellation) =>
        CommandRunner.RunAsync(async () =>
        {
            if (gateways is not { Length: > 0 })
            {
                throw new CommandException("sessions live in a running cluster; name it with --connect host:port");
            }

            await using var connection = await ClusterConnection.OpenAsync(gateways, modelsFolder: "", configure: null, cancellation);
            await act(connection.Client);
            return 0;
        });

    private static async Task ListAsync(RnnClient client)
    {
        foreach (var place in await client.ListSessionsAsync())
        {
            Console.Out.WriteLine($"{place.Session} {place.Silo}");
        }
    }

    private static async Task ShowAsync(SessionControl session)
    {
        Print(await session.GetPositionAsync());
        foreach (var name in await session.ListSnapshotsAsync())
        {
            Console.Out.WriteLine($"snapshot {name}");
        }
    }

    private static void Print(SessionPosition position) => Console.Out.WriteLine(
        $"{position.Session} version {position.ModelVersion}, next frame {position.NextSequence}, durable through {position.DurableThrough}, "
        + $"{position.Steps} steps");

    private static Argument<string> Named(string name, string description) => new(name) { Description = description };

    private static SessionKey Parse(string text) =>
        SessionKey.TryParse(text, out var key, out var fault) ? key : throw new CommandException(fault);
}
