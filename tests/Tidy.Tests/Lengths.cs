using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnCluster.Tidy.Tests;

/// <summary>How long files and methods may be.</summary>
internal static class Lengths
{
    private const int FileLimitLines = 400;
    private const int MedianLimitLines = 100;
    private const int MethodLimitLines = 80;

    /// <summary>Files that are too long.</summary>
    public static IEnumerable<string> CheckFile(TextFile file)
    {
        if (file.Lines.Length > FileLimitLines)
        {
            yield return file.Fault($"{file.Lines.Length} lines; the limit is {FileLimitLines}, aim below 250: split it by concept.");
        }
    }

    /// <summary>Whether the files are short taken together.</summary>
    public static IEnumerable<string> CheckMedian(IEnumerable<TextFile> files)
    {
        var lengths = files.Select(file => file.Lines.Length).Order().ToList();
        if (lengths.Count > 0 && lengths[lengths.Count / 2] is var median && median > MedianLimitLines)
        {
            yield return $"The median file has {median} lines; the limit is {MedianLimitLines}, aim for about 60: one concept a file.";
        }
    }

    /// <summary>Methods, constructors, accessors, local functions and top-level programs that are too long.</summary>
    public static IEnumerable<string> CheckMethods(TextFile file)
    {
        var methods = file.Syntax.DescendantNodes().Where(node =>
            node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or PropertyDeclarationSyntax { ExpressionBody: not null });
        foreach (var method in methods.Where(method => LineCount(method) > MethodLimitLines))
        {
            yield return file.Fault(method, $"{LineCount(method)} lines; the limit of a method is {MethodLimitLines}, aim below 60: split it by step.");
        }

        var program = file.Nodes<GlobalStatementSyntax>().Where(statement => statement.Statement is not LocalFunctionStatementSyntax).Sum(LineCount);
        if (program > MethodLimitLines)
        {
            yield return file.Fault($"{program} lines of top-level statements; the limit of a method is {MethodLimitLines}, aim below 60: split it by step.");
        }
    }

    private static int LineCount(SyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
