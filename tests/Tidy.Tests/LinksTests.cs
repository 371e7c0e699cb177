namespace RnnCluster.Tidy.Tests;

public sealed class LinksTests
{
    [Fact]
    public void Check_Pages_LeadToFilesAndHeadings() => Tidy.AssertNone(
        Repository.Files(".md").Where(IsPage).SelectMany(page => Links.Check(page, Read)));

    [Theory]
    [InlineData("see [the page](missing.md)", "docs/missing.md, which is missing")]
    [InlineData("![a picture](kinds/missing.svg)", "docs/kinds/missing.svg, which is missing")]
    [InlineData("[up](../missing.md)", "leads to missing.md, which is missing")]
    [InlineData("[out](../../README.md)", "../../README.md, which is missing")]
    [InlineData("[there](there.md#no-such)", "a heading that docs/there.md does not have")]
    [InlineData("[here](#no-such)", "a heading that docs/page.md does not have")]
    public void Check_BadLink_IsAFault(string text, string message) => Tidy.AssertFault(message, Links.Check(Page(text), ReadExample));

    [Theory]
    [InlineData("[there](there.md#a-heading-of-two)")]
    [InlineData("# Here\n\n[here](#here), [up](../README.md), [folder](kinds/)")]
    [InlineData("[elsewhere](https://example.org/page.md), [mail](mailto:ann@example.org)")]
    [InlineData("`[code](missing.md)`\n\n```text\n[code](missing.md)\n```")]
    public void Check_GoodLink_IsAllowed(string text) => Tidy.AssertNone(Links.Check(Page(text), ReadExample));

    private static bool IsPage(TextFile file) =>
        file.Path is "README.md" or "ARCHITECTURE.md" or "CHANGELOG.md"
        || file.Path.StartsWith("docs/", StringComparison.Ordinal)
        || file.Path.StartsWith("training/", StringComparison.Ordinal);

    private static string? Read(string path)
    {
        var full = Path.Combine(Repository.Root, path);
        return File.Exists(full) ? File.ReadAllText(full) : Directory.Exists(full) ? "" : null;
    }

    private static TextFile Page(string text) => new("docs/page.md", text);

    private static string? ReadExample(string path) => path switch
    {
        "docs/page.md" => "# Here\n",
        "docs/there.md" => "# There\n\n## A `heading`: of two\n",
        "README.md" or "docs/kinds" => "",
        _ => null,
    };
}
