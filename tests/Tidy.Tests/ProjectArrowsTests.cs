namespace RnnCluster.Tidy.Tests;

public sealed class ProjectArrowsTests
{
    [Fact]
    public void CheckProject_Repository_FollowsTheDesign()
    {
        var projects = Repository.Projects.Where(project => project.Path.StartsWith("src/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(projects);
        Tidy.AssertNone(projects.SelectMany(ProjectArrows.CheckProject));
    }

    [Fact]
    public void CheckSource_Repository_NamesOnlyKnownProjects() =>
        Tidy.AssertNone(Repository.Sources("src/").SelectMany(ProjectArrows.CheckSource));

    [Theory]
    [InlineData("Grains", "Recurrent;Streams", "reference Abstractions")]
    [InlineData("Recurrent", "Abstractions", "drop the reference to Abstractions")]
    [InlineData("Client", "Abstractions;Streams;../Grains/Grains.csproj", "drop the reference to Grains")]
    [InlineData("Unknown", "Abstractions", "not in the design")]
    public void CheckProject_WrongArrow_IsAFault(string project, string references, string message) =>
        Tidy.AssertFault(message, ProjectArrows.CheckProject(Project(project, "ProjectReference", references.Split(';'))));

    [Theory]
    [InlineData("Microsoft.Orleans.Sdk")]
    [InlineData("Microsoft.Extensions.Logging.Abstractions")]
    public void CheckProject_RecurrentWithOutsidePackage_IsAFault(string package) =>
        Tidy.AssertFault("drop " + package, ProjectArrows.CheckProject(Project("Recurrent", "PackageReference", package)));

    [Fact]
    public void CheckProject_SiloWithTransitiveReference_IsAllowed() =>
        Tidy.AssertNone(ProjectArrows.CheckProject(Project("Silo", "ProjectReference", "Grains", "Client", "Abstractions")));

    [Theory]
    [InlineData("using RnnCluster.Grains.Sessions;", "Client")]
    [InlineData("using Grain = RnnCluster.Grains.SessionGrain;", "Abstractions")]
    [InlineData("class C { RnnCluster.Grains.SessionGrain? _grain; }", "Recurrent")]
    [InlineData("class C { object M() => global::RnnCluster.Grains.SessionGrain.Create(); }", "Streams")]
    [InlineData("using Orleans;", "Recurrent")]
    [InlineData("using Microsoft.Extensions.Options;", "Recurrent")]
    public void CheckSource_UnknownNamespace_IsAFault(string text, string project) =>
        Assert.Single(ProjectArrows.CheckSource(Tidy.Source(text, $"src/{project}/Example.cs")));

    [Theory]
    [InlineData("namespace RnnCluster.Cli.Music; using RnnCluster.Recurrent.Networks;", "Cli")]
    [InlineData("// RnnCluster.Grains\nusing RnnCluster.Abstractions;", "Client")]
    [InlineData("using OrleansLike;", "Recurrent")]
    public void CheckSource_KnownNamespace_IsAllowed(string text, string project) =>
        Tidy.AssertNone(ProjectArrows.CheckSource(Tidy.Source(text, $"src/{project}/Example.cs")));

    private static TextFile Project(string name, string element, params string[] includes) => new(
        $"src/{name}/{name}.csproj",
        $"<Project><ItemGroup>{string.Concat(includes.Select(include => $"<{element} Include=\"{include}\" />"))}</ItemGroup></Project>");
}
