using Microsoft.AspNetCore.Http;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Silo.Gateway.Errors;

/// <summary>An error as the gateway tells it: status, code, and what was found and is allowed.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/> or <see cref="GatewayCodes"/>.</param>
/// <param name="Detail">What was found, what is allowed, where.</param>
/// <param name="RetryAfterSeconds">When to come again; null when coming again does not help.</param>
internal sealed record GatewayProblem(int Status, string Code, string Detail, int? RetryAfterSeconds = null)
{
    private const int SoonSeconds = 1;

    /// <summary>What a session, or the cluster, refused.</summary>
    public static GatewayProblem Of(string code, string message) => code switch
    {
        ErrorCodes.UnknownModel or ErrorCodes.UnknownSession or ErrorCodes.UnknownSnapshot or ErrorCodes.UnknownSilo =>
            new(StatusCodes.Status404NotFound, code, message),
        ErrorCodes.SessionExists or ErrorCodes.SequenceAhead => new(StatusCodes.Status409Conflict, code, message),
        ErrorCodes.Duplicate => new(StatusCodes.Status410Gone, code, message),
        ErrorCodes.SessionLost or ErrorCodes.Closed => new(StatusCodes.Status410Gone, code, message),
        ErrorCodes.TooManyFrames => new(StatusCodes.Status429TooManyRequests, code, message, SoonSeconds),
        ErrorCodes.TooManySessions or ErrorCodes.Overloaded or ErrorCodes.StoreUnavailable or ErrorCodes.AnswerTimeout =>
            new(StatusCodes.Status503ServiceUnavailable, code, message, SoonSeconds),
        ErrorCodes.Internal => new(StatusCodes.Status500InternalServerError, code, message),
        ErrorCodes.BrokenModel or ErrorCodes.DamagedState => new(StatusCodes.Status422UnprocessableEntity, code, message),
        _ => new(StatusCodes.Status400BadRequest, code, message),
    };

    /// <summary>What went wrong on the way.</summary>
    public static GatewayProblem Of(Exception exception) => exception switch
    {
        SessionException refusal => Of(refusal.Code, refusal.Message),
        BadHttpRequestException bad => OfStatus(bad.StatusCode, bad.Message),
        FormatException format => new(StatusCodes.Status400BadRequest, GatewayCodes.BadFrame, format.Message),
        TimeoutException or OrleansException or ObjectDisposedException or OperationCanceledException => Unavailable,
        _ => new(StatusCodes.Status500InternalServerError, ErrorCodes.Internal, "the silo failed; its log says how"),
    };

    /// <summary>What the server, or the routing, refused.</summary>
    public static GatewayProblem OfStatus(int status, string? detail = null) => status switch
    {
        StatusCodes.Status401Unauthorized => new(status, GatewayCodes.Unauthorized, detail ?? "a key must be given: Authorization: Bearer KEY"),
        StatusCodes.Status403Forbidden => new(status, GatewayCodes.Forbidden, detail ?? "the key has not the scope of this route"),
        StatusCodes.Status404NotFound => new(status, GatewayCodes.NotFound, detail ?? "there is no such route; /openapi/v1.json lists all"),
        StatusCodes.Status405MethodNotAllowed => new(status, GatewayCodes.MethodNotAllowed, detail ?? "this route does not know the method; Allow lists those that it knows"),
        StatusCodes.Status408RequestTimeout => new(status, GatewayCodes.RequestTimeout, detail ?? "the request came too slowly"),
        StatusCodes.Status413PayloadTooLarge => new(status, GatewayCodes.BodyTooLarge, detail ?? "the body is too large"),
        StatusCodes.Status415UnsupportedMediaType => new(status, GatewayCodes.UnsupportedMediaType, detail ?? "the body must be of type application/json"),
        StatusCodes.Status429TooManyRequests => new(status, GatewayCodes.TooManyRequests, detail ?? "too many requests at a time", SoonSeconds),
        StatusCodes.Status503ServiceUnavailable => Unavailable,
        >= StatusCodes.Status500InternalServerError => new(status, ErrorCodes.Internal, detail ?? "the silo failed; its log says how"),
        _ => new(status, GatewayCodes.BadRequest, detail ?? "the request is malformed"),
    };

    public static GatewayProblem Unavailable { get; } = new(
        StatusCodes.Status503ServiceUnavailable, GatewayCodes.Unavailable, "the silo stops or the cluster changes; try again, perhaps at another silo", SoonSeconds);

    /// <summary>The problem as a response; <paramref name="more"/> are further members of its JSON.</summary>
    public IResult ToResult(params KeyValuePair<string, object?>[] more) => new GatewayProblemResult(this, more);
}
