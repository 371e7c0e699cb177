using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnCluster.Tidy.Tests;

/// <summary>One file of the repository, or an example of one.</summary>
/// <param name="path">Its path below the root, with forward slashes.</param>
/// <param name="text">What it says.</param>
internal sealed class TextFile(string path, string text)
{
    private static readonly string[] Extensions =
        [".cs", ".csproj", ".props", ".targets", ".sln", ".md", ".py", ".sh", ".yml", ".yaml", ".txt", ".toml", ".abc", ".editorconfig"];

    private readonly Lazy<SyntaxNode> _syntax = new(() => CSharpSyntaxTree.ParseText(text).GetRoot());

    /// <summary>The path below the root, with forward slashes.</summary>
    public string Path { get; } = path;

    /// <summary>What the file says.</summary>
    public string Text { get; } = text;

    /// <summary>The file name up to its last dot.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The project folder of a file below src/ or tests/: its second part.</summary>
    public string Project => Path.Split('/') is [_, var project, _, ..] ? project : "";

    /// <summary>The lines, without the empty one behind the last line break.</summary>
    public string[] Lines => Text.TrimEnd('\n').Split('\n');

    /// <summary>The syntax tree of a C# file.</summary>
    public SyntaxNode Syntax => _syntax.Value;

    /// <summary>Reads a file below <paramref name="root"/>.</summary>
    public static TextFile Read(string root, string path) =>
        new(System.IO.Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText(path));

    /// <summary>Whether a file is prose or code, and no data.</summary>
    public static bool IsWrittenByPeople(string path) => Extensions.Contains(System.IO.Path.GetExtension(path), StringComparer.Ordinal);

    /// <summary>A fault at a place in this file.</summary>
    public string Fault(SyntaxNode node, string message) => Fault(node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, message);

    /// <summary>A fault at a line, counted from 1.</summary>
    public string Fault(int line, string message) => $"{Path}:{line}: {message}";

    /// <summary>A fault of the whole file.</summary>
    public string Fault(string message) => $"{Path}: {message}";

    /// <summary>All syntax nodes of a kind.</summary>
    public IEnumerable<TNode> Nodes<TNode>()
        where TNode : SyntaxNode => Syntax.DescendantNodes().OfType<TNode>();
}
