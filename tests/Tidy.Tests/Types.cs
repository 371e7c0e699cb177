using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnCluster.Tidy.Tests;

/// <summary>Where types live and what they are called.</summary>
internal static class Types
{
    private static readonly string[] EmptyEndings = ["Manager", "Helper", "Util", "Utils", "Service", "Info", "Data"];

    /// <summary>One public type a file, named like the file; log files hold nothing public.</summary>
    public static IEnumerable<string> CheckFile(TextFile file)
    {
        var types = Declared(file).Where(type => type.Parent is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).ToList();
        var visible = types.Where(type => type.Modifiers.Any(SyntaxKind.PublicKeyword)).ToList();
        foreach (var extra in visible.Skip(1))
        {
            yield return file.Fault(extra, $"{Name(extra)} is a second public type: give it a file of its own.");
        }

        if (visible.Count > 0 && file.Stem.EndsWith("Log", StringComparison.Ordinal))
        {
            yield return file.Fault(visible[0], $"{Name(visible[0])} is public: log messages are internal.");
        }

        // A part of a partial type may add its own word: Session.Replay.cs.
        var named = visible.Count > 0 ? visible[..1] : types;
        var expected = file.Stem.Split('.')[0];
        if (named.Count > 0 && !named.Exists(type => Name(type) == expected))
        {
            yield return file.Fault(named[0], $"the file holds {Name(named[0])}: call it {Name(named[0])}.cs.");
        }
    }

    /// <summary>A file-scoped namespace that begins with the project's.</summary>
    public static IEnumerable<string> CheckNamespace(TextFile file)
    {
        var expected = "RnnCluster." + file.Project;
        var spaces = file.Nodes<BaseNamespaceDeclarationSyntax>().ToList();
        if (spaces.Count == 0 && Declared(file).Any())
        {
            yield return file.Fault($"no namespace: begin with namespace {expected};");
        }

        foreach (var space in spaces)
        {
            var name = space.Name.ToString();
            if (space is not FileScopedNamespaceDeclarationSyntax)
            {
                yield return file.Fault(space, $"write namespace {name}; without braces.");
            }

            if (name != expected && !name.StartsWith(expected + ".", StringComparison.Ordinal))
            {
                yield return file.Fault(space, $"namespace {name} is not of this project: begin it with {expected}.");
            }
        }
    }

    /// <summary>Names that say nothing.</summary>
    public static IEnumerable<string> CheckNames(TextFile file) =>
        from type in Declared(file)
        let ending = Array.Find(EmptyEndings, ending => Name(type).EndsWith(ending, StringComparison.Ordinal))
        where ending is not null
        select file.Fault(type, $"{Name(type)} ends in {ending}: say what it is in the words of the field.");

    private static IEnumerable<MemberDeclarationSyntax> Declared(TextFile file) =>
        file.Nodes<MemberDeclarationSyntax>().Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static string Name(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declared => declared.Identifier.ValueText,
        DelegateDeclarationSyntax declared => declared.Identifier.ValueText,
        _ => "",
    };
}
