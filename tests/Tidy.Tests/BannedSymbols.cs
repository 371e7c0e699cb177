using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnCluster.Tidy.Tests;

/// <summary>Calls that make results depend on the clock, on chance or on luck, and bindings that open a port to everybody.</summary>
internal static class BannedSymbols
{
    private static readonly Dictionary<string, string> Everywhere = new(StringComparer.Ordinal)
    {
        ["DateTime.Now"] = "inject a TimeProvider.",
        ["DateTime.UtcNow"] = "inject a TimeProvider.",
        ["DateTimeOffset.Now"] = "inject a TimeProvider.",
        ["DateTimeOffset.UtcNow"] = "inject a TimeProvider.",
        ["Thread.Sleep"] = "wait for the event instead.",
        ["Random.Shared"] = "take a seed.",
    };

    private static readonly Dictionary<string, string> InTests = new(StringComparer.Ordinal)
    {
        ["Task.Delay"] = "wait for the event, or turn a FakeTimeProvider.",
    };

    private static readonly Dictionary<string, string> InSources = new(StringComparer.Ordinal)
    {
        ["IPAddress.Any"] = "bind to loopback unless an option says otherwise.",
        ["IPAddress.IPv6Any"] = "bind to loopback unless an option says otherwise.",
    };

    /// <summary>All faults of one C# file; where it lies decides what holds for it.</summary>
    public static IEnumerable<string> Check(TextFile file)
    {
        var isTest = file.Path.StartsWith("tests/", StringComparison.Ordinal);
        var isSource = file.Path.StartsWith("src/", StringComparison.Ordinal);
        var faults = CheckMembers(file, Everywhere).Concat(CheckRandom(file));
        faults = isTest ? faults.Concat(CheckMembers(file, InTests)).Concat(CheckSkips(file)) : faults;
        faults = isSource ? faults.Concat(CheckMembers(file, InSources)).Concat(CheckBindings(file)) : faults;
        return file.Path.StartsWith("src/Grains/", StringComparison.Ordinal) ? faults.Concat(CheckAwaits(file)) : faults;
    }

    private static IEnumerable<string> CheckMembers(TextFile file, Dictionary<string, string> banned) =>
        from access in file.Nodes<MemberAccessExpressionSyntax>()
        let owner = access.Expression is MemberAccessExpressionSyntax outer ? outer.Name : access.Expression
        let name = $"{owner}.{access.Name}"
        where banned.ContainsKey(name)
        select file.Fault(access, $"{name} is banned: {banned[name]}");

    private static IEnumerable<string> CheckRandom(TextFile file) =>
        from creation in file.Nodes<BaseObjectCreationExpressionSyntax>()
        where creation.ArgumentList is null or { Arguments.Count: 0 }
        where CreatedType(creation) is "Random" or "System.Random" or "Random?" or "System.Random?"
        select file.Fault(creation, "new Random() has no seed: take one.");

    private static string? CreatedType(BaseObjectCreationExpressionSyntax creation) => creation switch
    {
        ObjectCreationExpressionSyntax explicitly => explicitly.Type.ToString(),
        { Parent: EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } } => property.Type.ToString(),
        { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax variable } } } => variable.Type.ToString(),
        _ => null,
    };

    private static IEnumerable<string> CheckSkips(TextFile file) =>
        from argument in file.Nodes<AttributeArgumentSyntax>()
        where argument.NameEquals?.Name.Identifier.ValueText == "Skip"
        select file.Fault(argument, "a test is skipped: mend it or remove it.");

    private static IEnumerable<string> CheckBindings(TextFile file) =>
        from token in file.Syntax.DescendantTokens()
        where token.Value is string && token.ValueText.Contains("0.0.0.0", StringComparison.Ordinal)
        select file.Fault(token.Parent!, "0.0.0.0 opens the port to everybody: bind to loopback unless an option says otherwise.");

    private static IEnumerable<string> CheckAwaits(TextFile file) =>
        from call in file.Nodes<InvocationExpressionSyntax>()
        where call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }
        where call.ArgumentList.Arguments is [{ Expression: LiteralExpressionSyntax literal }] && literal.IsKind(SyntaxKind.FalseLiteralExpression)
        select file.Fault(call, "ConfigureAwait(false) leaves the grain's turn: drop it.");
}
