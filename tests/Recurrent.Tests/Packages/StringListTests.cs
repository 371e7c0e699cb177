namespace RnnCluster.Recurrent.Tests.Packages;

public sealed class StringListTests
{
    public static TheoryData<string, string, string> Broken => new()
    {
        { "vocabulary.json", """["<unk>", "the", "cat", "sat"]""", "there are 4 entries; there must be 5 (input.vocabularySize)" },
        { "vocabulary.json", """["<unk>", "the", "cat", "cat", "sat"]""", "entry 3 is \"cat\", as entry 2 is; all entries must differ" },
        { "vocabulary.json", """["<unk>", "the", 3, "sat", "mat"]""", "entry 2 is not a string; every entry must be one" },
        { "vocabulary.json", """["<unk>", null, "cat", "sat", "mat"]""", "entry 1 is not a string; every entry must be one" },
        { "vocabulary.json", """{"the": 0}""", "the document is not an array; it must be an array of strings" },
        { "labels.json", """["NOUN"]""", "there are 1 entries; there must be 2 (head.size)" },
        { "labels.json", """["NOUN", "NOUN"]""", "entry 1 is \"NOUN\", as entry 0 is; all entries must differ" },
        { "suffix2.json", """["at", "<unk>"]""", "entry 0 is \"at\"; it must be \"<unk>\", which all values without an entry get" },
        { "shape.json", """["<unk>", "x"]""", "there are 2 entries; there must be 3 (input.features[1].vocabularySize)" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Read_ListBroken_NamesFileAndEntry(string file, string json, string fault)
    {
        using var builder = PackageBuilder.Tagger();
        builder.Files[file] = json;

        Assert.Equal([$"{file}: {fault}"], builder.Faults());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("""["a",]""")]
    [InlineData("""["a"] "b" """)]
    [InlineData("""["\ud800"]""")]
    [InlineData("nonsense")]
    public void Read_NotJson_SaysSo(string json)
    {
        using var builder = PackageBuilder.Tagger();
        builder.Files["labels.json"] = json;

        Assert.StartsWith("labels.json: the file is not valid JSON: ", Assert.Single(builder.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileMissing_SaysSo()
    {
        using var builder = PackageBuilder.Tagger();
        builder.Missing.Add("labels.json");

        Assert.Equal(["labels.json: the file is missing"], builder.Faults());
    }

    [Fact]
    public void Read_LongEntryTwice_IsShownShortened()
    {
        using var builder = PackageBuilder.Tagger();
        string entry = new('x', 1000);
        builder.Files["labels.json"] = $"[\"{entry}\", \"{entry}\"]";

        Assert.Equal([$"labels.json: entry 1 is \"{entry[..64]}…\", as entry 0 is; all entries must differ"], builder.Faults());
    }
}
