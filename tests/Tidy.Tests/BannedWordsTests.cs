namespace RnnCluster.Tidy.Tests;

public sealed class BannedWordsTests
{
    [Fact]
    public void Check_Repository_HasNone() => Tidy.AssertNone(
        Repository.Files(".cs", ".csproj", ".props", ".targets", ".py", ".sh", ".md", ".yml", ".yaml", ".toml").SelectMany(BannedWords.Check));

    // Each example has a gap, so that it is none itself.
    [Theory]
    [InlineData("// TO|DO: later", "finish it")]
    [InlineData("# FIX|ME", "finish it")]
    [InlineData("/* HA|CK */", "finish it")]
    [InlineData("throw new NotImplemented|Exception();", "finish it")]
    [InlineData("var path = \"/ho|me/ann/data\";", "path of one machine")]
    [InlineData("cd /ro|ot/data", "path of one machine")]
    [InlineData("open('/Use|rs/ann/data')", "path of one machine")]
    [InlineData("@\"C:\\Use|rs\\ann\"", "path of one machine")]
    public void Check_BannedWord_IsAFault(string text, string message) =>
        Tidy.AssertFault(message, BannedWords.Check(Tidy.Source("// good\n" + text.Replace("|", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData("// hackney carriages, a todo list")]
    [InlineData("https://example.org/ho|me/page")]
    [InlineData("src/ro|ot/file.cs")]
    public void Check_OrdinaryWord_IsAllowed(string text) =>
        Tidy.AssertNone(BannedWords.Check(Tidy.Source(text.Replace("|", "", StringComparison.Ordinal))));
}
