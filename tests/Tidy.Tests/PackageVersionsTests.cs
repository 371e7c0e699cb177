namespace RnnCluster.Tidy.Tests;

public sealed class PackageVersionsTests
{
    private const string Commented = "<!-- What it is for. -->\n";

    [Fact]
    public void CheckCentral_Repository_IsPinnedAndExplained() => Tidy.AssertNone(PackageVersions.CheckCentral(Repository.PackageVersions));

    [Fact]
    public void CheckProject_Repository_HasNoVersionsOfItsOwn()
    {
        var files = Repository.Files(".csproj", ".props", ".targets").ToList();

        Assert.NotEmpty(files);
        Tidy.AssertNone(files.SelectMany(file => PackageVersions.CheckProject(file, Repository.PackageVersions)));
    }

    [Theory]
    [InlineData("1.*")]
    [InlineData("*")]
    [InlineData("[1.0,2.0)")]
    [InlineData("1.0.0-preview.1")]
    [InlineData("$(Missing)")]
    [InlineData("")]
    public void CheckCentral_UnpinnedVersion_IsAFault(string version) =>
        Tidy.AssertFault("pin one released version", PackageVersions.CheckCentral(Central($"{Commented}<PackageVersion Include=\"A\" Version=\"{version}\" />")));

    [Theory]
    [InlineData("<PackageVersion Include=\"A\" Version=\"1.0\" />")]
    [InlineData("<!-- -->\n<PackageVersion Include=\"A\" Version=\"1.0\" />")]
    [InlineData(Commented + "<PackageVersion Include=\"B\" Version=\"1.0\" />\n\n<PackageVersion Include=\"A\" Version=\"1.0\" />")]
    public void CheckCentral_NoComment_IsAFault(string packages) => Tidy.AssertFault("A has no comment", PackageVersions.CheckCentral(Central(packages)));

    [Fact]
    public void CheckCentral_TwoOrleansVersions_IsAFault() => Tidy.AssertFault(
        "all of Orleans has one",
        PackageVersions.CheckCentral(Central(
            $"{Commented}<PackageVersion Include=\"Microsoft.Orleans.Sdk\" Version=\"10.0.0\" />\n<PackageVersion Include=\"Microsoft.Orleans.Server\" Version=\"10.0.1\" />")));

    [Theory]
    [InlineData("<PackageReference Include=\"A\" Version=\"1.0\" />", "move it to")]
    [InlineData("<PackageReference Include=\"A\" VersionOverride=\"1.0\" />", "move it to")]
    [InlineData("<PackageReference Include=\"A\"><Version>1.0</Version></PackageReference>", "move it to")]
    [InlineData("<PackageReference Include=\"B\" />", "is not in")]
    public void CheckProject_VersionOfItsOwn_IsAFault(string reference, string message) => Tidy.AssertFault(
        message,
        PackageVersions.CheckProject(
            new TextFile("src/Grains/Grains.csproj", $"<Project><ItemGroup>{reference}</ItemGroup></Project>"),
            Central(Commented + "<PackageVersion Include=\"A\" Version=\"1.0\" />")));

    private static TextFile Central(string packages) => new("Directory.Packages.props", $"<Project><ItemGroup>\n{packages}\n</ItemGroup></Project>");
}
