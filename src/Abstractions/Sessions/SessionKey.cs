using System.Diagnostics.CodeAnalysis;

namespace RnnCluster.Abstractions.Sessions;

/// <summary>Names a session in the cluster: <c>model/session-id</c>. Also the key of its grain and of its input stream.</summary>
public readonly record struct SessionKey
{
    /// <summary>Most characters of a model name.</summary>
    public const int ModelLimit = 63;

    /// <summary>Most characters of a session id.</summary>
    public const int IdLimit = 128;

    private const string IdPunctuation = "-_.:~@";

    /// <summary>A key from its two parts.</summary>
    /// <exception cref="ArgumentException">A part breaks the rule of <see cref="TryParse"/>.</exception>
    public SessionKey(string model, string id)
    {
        if (Fault(model, id) is { } fault)
        {
            throw new ArgumentException(fault);
        }

        Model = model;
        Id = id;
    }

    /// <summary>Name of the model package: <c>a-z</c>, <c>0-9</c> and <c>-</c>.</summary>
    public string Model { get; }

    /// <summary>The client's own name for the session: letters, digits and <c>- _ . : ~ @</c>.</summary>
    public string Id { get; }

    /// <summary>Reads <c>model/session-id</c>.</summary>
    /// <param name="text">The key as it stands in a stream or on the command line.</param>
    /// <param name="key">The key, when it is one.</param>
    /// <param name="fault">What is wrong with it, otherwise.</param>
    public static bool TryParse(string? text, out SessionKey key, [NotNullWhen(false)] out string? fault)
    {
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        fault = slash < 0
            ? $"session key '{text}' has no '/'; it must be model/session-id"
            : Fault(text![..slash], text[(slash + 1)..]);
        key = fault is null ? new SessionKey(text![..slash], text[(slash + 1)..]) : default;
        return fault is null;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Model}/{Id}";

    private static string? Fault(string model, string id)
    {
        if (model.Length is 0 or > ModelLimit || !model.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            return $"model name '{Shorten(model)}' must be 1 to {ModelLimit} characters of a-z, 0-9 and '-'";
        }

        return id.Length is 0 or > IdLimit || !id.All(c => char.IsAsciiLetterOrDigit(c) || IdPunctuation.Contains(c, StringComparison.Ordinal))
            ? $"session id '{Shorten(id)}' must be 1 to {IdLimit} characters of A-Z, a-z, 0-9 and {IdPunctuation}"
            : null;
    }

    private static string Shorten(string text) => text.Length <= IdLimit ? text : text[..IdLimit] + "…";
}
