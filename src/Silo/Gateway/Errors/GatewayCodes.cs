using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Silo.Gateway.Errors;

/// <summary>Codes of the gateway's own errors, beside <see cref="ErrorCodes"/>. Stable: clients compare them.</summary>
public static class GatewayCodes
{
    /// <summary>The request is malformed: its first line, a header, the query, or the body.</summary>
    public const string BadRequest = "bad-request";

    /// <summary>The body is no frame.</summary>
    public const string BadFrame = "bad-frame";

    /// <summary>No key was given, or one that is not known.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The key has not the scope that the route asks for.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>There is no such route.</summary>
    public const string NotFound = "not-found";

    /// <summary>The route does not know the method.</summary>
    public const string MethodNotAllowed = "method-not-allowed";

    /// <summary>The body has more bytes than it may have.</summary>
    public const string BodyTooLarge = "body-too-large";

    /// <summary>The body is of a type that the route does not read.</summary>
    public const string UnsupportedMediaType = "unsupported-media-type";

    /// <summary>The request came too slowly.</summary>
    public const string RequestTimeout = "request-timeout";

    /// <summary>A bound of the key, or of the gateway, is reached; <c>Retry-After</c> says when to come again.</summary>
    public const string TooManyRequests = "too-many-requests";

    /// <summary>The silo stops, or the cluster changes; try again, perhaps at another silo.</summary>
    public const string Unavailable = "unavailable";
}
