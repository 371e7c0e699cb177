namespace RnnCluster.Tidy.Tests;

public sealed class BannedSymbolsTests
{
    [Fact]
    public void Check_Repository_UsesNone() => Tidy.AssertNone(Repository.Sources().SelectMany(BannedSymbols.Check));

    [Theory]
    [InlineData("DateTime.Now", "inject a TimeProvider")]
    [InlineData("System.DateTime.UtcNow", "inject a TimeProvider")]
    [InlineData("DateTimeOffset.Now.Ticks", "inject a TimeProvider")]
    [InlineData("DateTimeOffset.UtcNow", "inject a TimeProvider")]
    [InlineData("Thread.Sleep(5)", "wait for the event")]
    [InlineData("System.Threading.Thread.Sleep(5)", "wait for the event")]
    [InlineData("Random.Shared.Next()", "take a seed")]
    [InlineData("new Random()", "has no seed")]
    [InlineData("new System.Random()", "has no seed")]
    [InlineData("task.ConfigureAwait(false)", "drop it")]
    [InlineData("IPAddress.Any", "bind to loopback")]
    [InlineData("System.Net.IPAddress.IPv6Any", "bind to loopback")]
    [InlineData("\"http://0.0.0.0:80\"", "bind to loopback")]
    [InlineData("$\"http://0.0.0.0:{port}\"", "bind to loopback")]
    public void Check_BannedExpressionInGrains_IsAFault(string expression, string message) =>
        Tidy.AssertFault(message, BannedSymbols.Check(Tidy.Source($"class C {{ object M() => {expression}; }}")));

    [Theory]
    [InlineData("System.Random _random = new();")]
    [InlineData("Random P { get; } = new();")]
    [InlineData("void M() { Random random = new(); }")]
    public void Check_UnseededRandomWithoutItsName_IsAFault(string member) =>
        Tidy.AssertFault("has no seed", BannedSymbols.Check(Tidy.Source($"class C {{ {member} }}")));

    [Theory]
    [InlineData("[Fact(Skip = \"later\")] void M() { }", "a test is skipped")]
    [InlineData("Task M() => Task.Delay(5);", "wait for the event")]
    [InlineData("void M() => Thread.Sleep(5);", "wait for the event")]
    public void Check_BannedMemberInTests_IsAFault(string member, string message) =>
        Tidy.AssertFault(message, BannedSymbols.Check(Tidy.Source($"class C {{ {member} }}", "tests/Grains.Tests/Example.cs")));

    [Theory]
    [InlineData("src/Grains/Example.cs", "new Random(5)")]
    [InlineData("src/Grains/Example.cs", "\"DateTime.Now\"")]
    [InlineData("src/Grains/Example.cs", "clock.Now /* DateTime.Now */")]
    [InlineData("src/Grains/Example.cs", "task.ConfigureAwait(true)")]
    [InlineData("src/Grains/Example.cs", "IPAddress.Loopback")]
    [InlineData("src/Client/Example.cs", "task.ConfigureAwait(false)")]
    [InlineData("src/Client/Example.cs", "Task.Delay(5, clock)")]
    public void Check_AllowedExpression_IsNoFault(string path, string expression) =>
        Tidy.AssertNone(BannedSymbols.Check(Tidy.Source($"class C {{ object M() => {expression}; }}", path)));
}
