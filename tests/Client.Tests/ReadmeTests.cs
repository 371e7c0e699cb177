namespace RnnCluster.Client.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void Readme_CSharp_IsTheCompiledExample()
    {
        var example = Trimmed(Between(File.ReadAllText(PathOf("tests/Client.Tests/ReadmeExample.cs")), "// README begins", "// README ends"));
        var readme = Trimmed(Between(File.ReadAllText(PathOf("README.md")), "```csharp", "```"));

        Assert.NotEmpty(readme);
        Assert.Equal(example, readme);
    }

    private static string Between(string text, string begin, string end)
    {
        var start = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return text[start..text.IndexOf(end, start, StringComparison.Ordinal)];
    }

    private static List<string> Trimmed(string lines) => [.. lines.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static string PathOf(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RnnCluster.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, file);
    }
}
