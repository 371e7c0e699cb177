using System.Security.Cryptography;
using System.Text;

namespace RnnCluster.Silo.Gateway.Access;

/// <summary>A key of the gateway, as it is stored: what it opens, and the hash of its text, which is stored nowhere.</summary>
public sealed record ApiKey
{
    /// <summary>Most characters of a tenant's or a key's name.</summary>
    public const int NameLimit = 32;

    private const int TextBytes = 32;
    private const string Prefix = "rnn_";

    /// <summary>Name of the key, by which it is removed: 1 to 32 characters of <c>a-z</c>, <c>0-9</c> and <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whose sessions it opens, and nobody else's. Named like a key.</summary>
    public required string Tenant { get; init; }

    /// <summary>SHA-256 of the key's text, in hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>What it may be used for, of <see cref="GatewayScopes.All"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Its bounds.</summary>
    public KeyLimits Limits { get; init; } = new();

    /// <summary>A new random text: 256 bits.</summary>
    public static string NewText() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TextBytes));

    /// <summary>The hash of a key's text. It is random and long, so one round without salt is enough.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>What is wrong with it, one sentence each.</summary>
    public IEnumerable<string> Faults()
    {
        if (!IsName(Name))
        {
            yield return $"name is '{Name}'; it must be 1 to {NameLimit} characters of a-z, 0-9 and '-'";
        }

        if (!IsName(Tenant))
        {
            yield return $"tenant is '{Tenant}'; it must be 1 to {NameLimit} characters of a-z, 0-9 and '-'";
        }

        if (Hash.Length != 2 * SHA256.HashSizeInBytes || !Hash.All(char.IsAsciiHexDigitLower))
        {
            yield return $"hash of key '{Name}' must be {2 * SHA256.HashSizeInBytes} hexadecimal digits";
        }

        foreach (var scope in Scopes.Except(GatewayScopes.All))
        {
            yield return $"scope is '{scope}'; it must be one of {string.Join(", ", GatewayScopes.All)}";
        }

        foreach (var fault in Limits.Faults())
        {
            yield return fault;
        }
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= NameLimit && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
