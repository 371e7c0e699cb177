namespace RnnCluster.Tidy.Tests;

public sealed class LengthsTests
{
    [Fact]
    public void CheckFile_Repository_IsShort() => Tidy.AssertNone(Repository.Sources("src/").SelectMany(Lengths.CheckFile));

    [Fact]
    public void CheckMedian_Repository_IsShort() => Tidy.AssertNone(Lengths.CheckMedian(Repository.Sources("src/")));

    [Fact]
    public void CheckMethods_Repository_AreShort() => Tidy.AssertNone(Repository.Sources("src/").SelectMany(Lengths.CheckMethods));

    [Fact]
    public void CheckFile_401Lines_IsAFault() => Tidy.AssertFault("401 lines", Lengths.CheckFile(Tidy.Source(Repeat("// line\n", 401))));

    [Fact]
    public void CheckFile_400Lines_IsAllowed() => Tidy.AssertNone(Lengths.CheckFile(Tidy.Source(Repeat("// line\n", 400))));

    [Fact]
    public void CheckMedian_LongFiles_IsAFault() => Tidy.AssertFault(
        "median file has 101 lines",
        Lengths.CheckMedian([Tidy.Source("\n"), Tidy.Source(Repeat("// line\n", 101)), Tidy.Source(Repeat("// line\n", 300))]));

    [Theory]
    [InlineData("class C { void M()\n{\n", "}\n}")]
    [InlineData("class C { C()\n{\n", "}\n}")]
    [InlineData("class C { int P { get\n{\n", "} } }")]
    [InlineData("class C { int P =>\n", "0;\n}")]
    public void CheckMethods_LongBody_IsAFault(string head, string tail)
    {
        Tidy.AssertFault("the limit of a method is 80", Lengths.CheckMethods(Tidy.Source(head + Repeat("// line\n", 80) + tail)));
        Tidy.AssertNone(Lengths.CheckMethods(Tidy.Source(head + Repeat("// line\n", 70) + tail)));
    }

    [Fact]
    public void CheckMethods_LongLocalFunction_IsAFaultOfBoth() =>
        Assert.Equal(2, Lengths.CheckMethods(Tidy.Source($"class C {{ void M() {{\nvoid L()\n{{\n{Repeat("\n", 80)}}}\n}} }}")).Count());

    [Fact]
    public void CheckMethods_LongProgram_IsAFault() => Tidy.AssertFault("top-level", Lengths.CheckMethods(Tidy.Source(Repeat("M();\n", 81))));

    private static string Repeat(string line, int count) => string.Concat(Enumerable.Repeat(line, count));
}
