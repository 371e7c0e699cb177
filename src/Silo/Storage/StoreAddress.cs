using System.Diagnostics.CodeAnalysis;

namespace RnnCluster.Silo.Storage;

/// <summary>Where a cluster keeps what must outlive its silos.</summary>
/// <remarks>
/// As text: <c>memory</c>, <c>embedded</c>, <c>redis://[[user]:password@]host[:port]</c>, or
/// <c>postgres://user[:password]@host[:port]/database</c>. Users and passwords may be percent-encoded.
/// </remarks>
public sealed record StoreAddress
{
    /// <summary>What an address may be, for messages.</summary>
    public const string Allowed = "memory, embedded, redis://[user:password@]host[:port] or postgres://user[:password]@host[:port]/database";

    private const string RedisScheme = "redis";
    private const string PostgresScheme = "postgres";
    private const int RedisPort = 6379;
    private const int PostgresPort = 5432;

    private StoreAddress(StoreKind kind) => Kind = kind;

    /// <summary>The memory of the silos.</summary>
    public static StoreAddress Memory { get; } = new(StoreKind.Memory);

    /// <summary>A store in the process of one of the silos.</summary>
    public static StoreAddress Embedded { get; } = new(StoreKind.Embedded);

    /// <summary>What keeps the state.</summary>
    public StoreKind Kind { get; }

    /// <summary>Name or address of the server's machine; empty for a store without a server.</summary>
    public string Host { get; private init; } = "";

    /// <summary>The server's port; 0 for a store without a server. Default 6379 for Redis, 5432 for PostgreSQL.</summary>
    public int Port { get; private init; }

    /// <summary>Who logs in; null for nobody.</summary>
    public string? User { get; private init; }

    /// <summary>The name of the database; null for stores other than PostgreSQL.</summary>
    public string? Database { get; private init; }

    internal string? Password { get; private init; }

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is none; the message says what is allowed.</exception>
    public static StoreAddress Parse(string text) =>
        TryParse(text, out var address, out var fault) ? address : throw new FormatException($"the store {fault}");

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address as text.</param>
    /// <param name="address">The address, when it is one.</param>
    /// <param name="fault">Otherwise, what was found and what is allowed, as the rest of a sentence that begins with the option's name.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out StoreAddress? address, [NotNullWhen(false)] out string? fault)
    {
        address = text switch
        {
            "memory" => Memory,
            "embedded" => Embedded,
            _ => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? OfServer(uri) : null,
        };
        fault = address is null ? $"is '{WithoutPassword(text)}'; it must be {Allowed}" : null;
        return address is not null;
    }

    /// <summary>The address as text, without a password.</summary>
    public override string ToString()
    {
        var user = User is null ? "" : $"{Uri.EscapeDataString(User)}@";
        var host = Host.Contains(':') ? $"[{Host}]" : Host;
        return Kind switch
        {
            StoreKind.Redis => $"{RedisScheme}://{user}{host}:{Port}",
            StoreKind.Postgres => $"{PostgresScheme}://{user}{host}:{Port}/{Uri.EscapeDataString(Database!)}",
            StoreKind.Embedded => "embedded",
            _ => "memory",
        };
    }

    private static StoreAddress? OfServer(Uri uri)
    {
        if (uri.Host.Length == 0 || uri.Port == 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return null;
        }

        var login = uri.UserInfo.Split(':', 2);
        var user = login[0].Length == 0 ? null : Uri.UnescapeDataString(login[0]);
        var password = login.Length < 2 ? null : Uri.UnescapeDataString(login[1]);
        var path = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        return uri.Scheme switch
        {
            RedisScheme when path.Length == 0 && (user is null || password is not null) =>
                new StoreAddress(StoreKind.Redis) { Host = HostOf(uri), Port = PortOf(uri, RedisPort), User = user, Password = password },
            PostgresScheme when path.Length > 0 && !path.Contains('/') && user is not null => new StoreAddress(StoreKind.Postgres)
            {
                Host = HostOf(uri),
                Port = PortOf(uri, PostgresPort),
                User = user,
                Password = password,
                Database = path,
            },
            _ => null,
        };
    }

    private static string HostOf(Uri uri) => uri.Host.Trim('[', ']');

    private static int PortOf(Uri uri, int standard) => uri.Port < 0 ? standard : uri.Port;

    /// <summary>What may be shown of a text that is no address: all but what could be a login.</summary>
    private static string WithoutPassword(string text)
    {
        var at = text.LastIndexOf('@');
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var login = scheme < 0 ? 0 : scheme + 3;
        return at < login ? text : $"{text[..login]}…{text[at..]}";
    }
}
