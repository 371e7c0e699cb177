using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Silo.Gateway.Access;

namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Sessions: list, open, look at, reset, close.</summary>
internal static class SessionRoutes
{
    private const int ListStandard = 1_000;
    private const int ListLimit = 10_000;
    private const string OpenAllowed = "the body is an object with model, and if wanted id, seed and durability (none, interval, everyFrame)";

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/v1/sessions").RequireScope(GatewayScopes.Sessions).WithTags("Sessions");
        sessions.MapGet("", ListAsync).WithName("ListSessions").WithSummary("The sessions in the memory of the cluster, in order.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        sessions.MapPost("", OpenAsync).WithName("OpenSession").WithSummary("Open a session, or find it open.")
            .Accepts<OpenSessionRequest>("application/json")
            .Produces<SessionState>(StatusCodes.Status201Created).Produces<SessionState>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        var session = routes.MapGroup(RestExtensions.SessionPath).RequireScope(GatewayScopes.Sessions).WithTags("Sessions");
        session.MapGet("", GetAsync).WithName("GetSession").WithSummary("Where a session stands, after the frames that it has.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        session.MapDelete("", CloseAsync).WithName("CloseSession").WithSummary("End a session: its state and snapshots are forgotten, its id is free.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        session.MapPost("reset", ResetAsync).WithName("ResetSession").WithSummary("Back to the start of a sequence; sequence numbers go on.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<SessionList> ListAsync(HttpContext context, RnnClient client, string? model, string? after, int limit = ListStandard)
    {
        if (limit is < 1 or > ListLimit)
        {
            throw new BadHttpRequestException($"limit is {limit}; it must be 1 to {ListLimit}");
        }

        var caller = GatewayCaller.Of(context);
        var sessions = (await client.ListSessionsAsync())
            .Select(place => new { place.Session, place.Silo, Id = caller.IdOf(place.Session) })
            .Where(place => place.Id is not null && (model is null || place.Session.Model == model))
            .Select(place => new ListedSession(place.Session.Model, place.Id!, place.Silo))
            .Where(place => after is null || string.CompareOrdinal($"{place.Model}/{place.Id}", after) > 0)
            .Take(limit + 1).ToList();
        return new SessionList([.. sessions.Take(limit)], sessions.Count > limit);
    }

    private static async Task<IResult> OpenAsync(HttpContext context, RnnClient client, CallerLimits limits)
    {
        var request = await RequestBody.ReadJsonAsync(context.Request, RestJson.Default.OpenSessionRequest, OpenAllowed);
        var caller = GatewayCaller.Of(context);
        var key = caller.KeyOf(request.Model, request.Id ?? Guid.NewGuid().ToString("N"));
        var control = client.Control(key);
        if (request.Id is not null && await FindAsync(control) is { } found)
        {
            return TypedResults.Ok(SessionState.Of(found, key, caller));
        }

        await limits.RequireSessionAsync(caller);
        var state = SessionState.Of(await control.OpenAsync(request.Seed, request.Durability), key, caller);
        return TypedResults.Created($"/v1/sessions/{state.Model}/{Uri.EscapeDataString(state.Id)}", state);
    }

    private static async Task<SessionState> GetAsync(HttpContext context, RnnClient client, string model, string id)
    {
        var caller = GatewayCaller.Of(context);
        var key = caller.KeyOf(model, id);
        return SessionState.Of(await client.Control(key).GetPositionAsync(), key, caller);
    }

    private static async Task<SessionState> ResetAsync(HttpContext context, RnnClient client, string model, string id)
    {
        var caller = GatewayCaller.Of(context);
        var key = caller.KeyOf(model, id);
        return SessionState.Of(await client.Control(key).ResetAsync(), key, caller);
    }

    private static async Task<IResult> CloseAsync(HttpContext context, RnnClient client, string model, string id)
    {
        var control = client.Control(GatewayCaller.Of(context).KeyOf(model, id));
        try
        {
            await control.GetPositionAsync();
        }
        catch (SessionException exception) when (exception.Code is ErrorCodes.DamagedState or ErrorCodes.Internal)
        {
            // Closing is what frees the key of a session that cannot live.
        }

        await control.CloseAsync();
        return TypedResults.NoContent();
    }

    private static async Task<SessionPosition?> FindAsync(Client.Sessions.SessionControl control)
    {
        try
        {
            return await control.GetPositionAsync();
        }
        catch (SessionException exception) when (exception.Code == ErrorCodes.UnknownSession)
        {
            return null;
        }
    }
}
