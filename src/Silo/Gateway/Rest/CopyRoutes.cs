using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RnnCluster.Client;
using RnnCluster.Client.Sessions;
using RnnCluster.Silo.Gateway.Access;

namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Copies of sessions: snapshots, forks, files.</summary>
internal static class CopyRoutes
{
    private const string NameAllowed = "the body is an object with name";
    private const string ForkAllowed = "the body is an object with id";

    public static void MapCopies(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup(RestExtensions.SessionPath).RequireScope(GatewayScopes.Sessions).WithTags("Copies")
            .ProducesProblem(StatusCodes.Status404NotFound);
        session.MapGet("snapshots", ListAsync).WithName("ListSnapshots").WithSummary("Names of a session's snapshots.");
        session.MapPost("snapshots", SnapshotAsync).WithName("KeepSnapshot").WithSummary("Keep the state as it is now under a name.")
            .Accepts<NameRequest>("application/json").Produces<SessionState>();
        session.MapPost("rewind", RewindAsync).WithName("RewindSession").WithSummary("Back to a snapshot's state; sequence numbers go on.")
            .Accepts<NameRequest>("application/json").Produces<SessionState>();
        session.MapPost("fork", ForkAsync).WithName("ForkSession").WithSummary("A new session that goes on from this one's state.")
            .Accepts<ForkRequest>("application/json").Produces<SessionState>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict);
        session.MapGet("export", ExportAsync).WithName("ExportSession").WithSummary("Everything that a session goes on with, as a file.")
            .Produces(StatusCodes.Status200OK, contentType: RequestBody.Binary);
        session.MapPost("import", ImportAsync).WithName("ImportSession").WithSummary("Become the session that was exported.")
            .Accepts<byte[]>(RequestBody.Binary).Produces<SessionState>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<SnapshotList> ListAsync(HttpContext context, RnnClient client, string model, string id) =>
        new(await Control(context, client, model, id).ListSnapshotsAsync());

    private static async Task<IResult> SnapshotAsync(HttpContext context, RnnClient client, string model, string id)
    {
        var request = await RequestBody.ReadJsonAsync(context.Request, RestJson.Default.NameRequest, NameAllowed);
        var control = Control(context, client, model, id);
        return TypedResults.Ok(SessionState.Of(await control.SnapshotAsync(request.Name), control.Key, GatewayCaller.Of(context)));
    }

    private static async Task<IResult> RewindAsync(HttpContext context, RnnClient client, string model, string id)
    {
        var request = await RequestBody.ReadJsonAsync(context.Request, RestJson.Default.NameRequest, NameAllowed);
        var control = Control(context, client, model, id);
        return TypedResults.Ok(SessionState.Of(await control.RewindAsync(request.Name), control.Key, GatewayCaller.Of(context)));
    }

    private static async Task<IResult> ForkAsync(HttpContext context, RnnClient client, CallerLimits limits, string model, string id)
    {
        var request = await RequestBody.ReadJsonAsync(context.Request, RestJson.Default.ForkRequest, ForkAllowed);
        var caller = GatewayCaller.Of(context);
        var control = Control(context, client, model, id);
        var fork = caller.KeyOf(model, request.Id);
        await control.GetPositionAsync();
        await limits.RequireSessionAsync(caller);
        var state = SessionState.Of(await control.ForkAsync(fork.Id), fork, caller);
        return TypedResults.Created(Path(state), state);
    }

    private static async Task<IResult> ExportAsync(HttpContext context, RnnClient client, string model, string id)
    {
        var export = await Control(context, client, model, id).ExportAsync();
        context.Response.Headers["Rnn-Model-Version"] = export.ModelVersion;
        context.Response.Headers["Rnn-Next-Sequence"] = export.NextSequence.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Bytes(export.Content, RequestBody.Binary, $"{model}-{id}.rnn-session");
    }

    private static async Task<IResult> ImportAsync(
        HttpContext context, RnnClient client, CallerLimits limits, string model, string id, bool continueSequence = false)
    {
        var control = Control(context, client, model, id);
        var content = await RequestBody.ReadBinaryAsync(context.Request);
        await limits.RequireSessionAsync(GatewayCaller.Of(context));
        var state = SessionState.Of(await control.ImportAsync(content, continueSequence), control.Key, GatewayCaller.Of(context));
        return TypedResults.Created(Path(state), state);
    }

    private static SessionControl Control(HttpContext context, RnnClient client, string model, string id) =>
        client.Control(GatewayCaller.Of(context).KeyOf(model, id));

    private static string Path(SessionState state) => $"/v1/sessions/{state.Model}/{Uri.EscapeDataString(state.Id)}";
}
