using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace RnnCluster.Silo.Gateway.Page;

/// <summary>The files of the page, which are resources of this assembly.</summary>
internal static class PageFiles
{
    /// <summary>The page itself; served at <c>/</c>.</summary>
    public const string Index = "index.html";

    private const string Prefix = "Page/";
    private const int TagBytes = 12;

    /// <summary>All of them.</summary>
    /// <exception cref="InvalidOperationException">One is of a type that has no name here.</exception>
    public static IReadOnlyList<PageFile> All { get; } =
    [
        .. typeof(PageFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(Read),
    ];

    private static PageFile Read(string resource)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var path = resource[Prefix.Length..].Replace('\\', '/');
        var tag = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, TagBytes));
        return new PageFile(path, TypeOf(path), content, new EntityTagHeaderValue($"\"{tag}\""));
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"{path} ends in '{other}'; a file of the page ends in .html, .js, .css or .svg"),
    };
}
