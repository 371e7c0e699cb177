namespace RnnCluster.Tidy.Tests;

public sealed class ContentsTests
{
    [Fact]
    public void CheckSolution_Repository_HasEveryProject() =>
        Tidy.AssertNone(Contents.CheckSolution(Repository.SolutionFile, Repository.Projects.Select(project => project.Path)));

    [Fact]
    public void CheckModelPackage_Repository_IsComplete()
    {
        var models = new DirectoryInfo(Path.Combine(Repository.Root, "models"));
        var packages = models.Exists ? models.GetDirectories() : [];

        Tidy.AssertNone(packages.SelectMany(folder => Contents.CheckModelPackage(folder.Name, folder.GetFiles().Select(file => file.Name))));
    }

    [Theory]
    [InlineData("src/A/A.csproj;src/B/B.csproj", "dotnet sln add src/B/B.csproj")]
    [InlineData("", "dotnet sln remove src/A/A.csproj")]
    public void CheckSolution_OtherProjects_IsAFault(string projects, string message) => Tidy.AssertFault(
        message,
        Contents.CheckSolution(
            new TextFile("RnnCluster.sln", "Project(\"{1}\") = \"A\", \"src\\A\\A.csproj\", \"{2}\"\nEndProject\n"),
            projects.Split(';', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("CARD.md")]
    [InlineData("model.json")]
    [InlineData("weights.safetensors")]
    public void CheckModelPackage_MissingFile_IsAFault(string missing) => Tidy.AssertFault(
        missing + " is missing",
        Contents.CheckModelPackage("music", new[] { "CARD.md", "model.json", "weights.safetensors", "vocabulary.json" }.Where(name => name != missing)));
}
