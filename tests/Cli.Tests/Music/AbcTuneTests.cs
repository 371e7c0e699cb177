using RnnCluster.Cli.Music;

namespace RnnCluster.Cli.Tests.Music;

public sealed class AbcTuneTests
{
    [Theory]
    [InlineData("A|B:|", "AB AB")]
    [InlineData("|:A|1B:|2c||", "AB Ac")]
    [InlineData("|:A|[1B:|[2c|]", "AB Ac")]
    [InlineData("|:A|1B:|2c:|", "AB Ac")]
    [InlineData("|:A|1B|2c|:d:|", "AB Ac d d")]
    [InlineData("|:A|1B:|2c||d:|", "AB Ac d d")]
    [InlineData("|:A:|B:|c", "A A B B c")]
    [InlineData("|:A|:B:|", "A A B B")]
    [InlineData("A::B::c", "A A B B c")]
    [InlineData("|:A||B:|", "AB AB")]
    [InlineData("A||B:|c||d:|", "AB AB c d d")]
    [InlineData("|:A|1,2B:|3c|]", "AB AB")]
    [InlineData("|:A|1-2B:|", "AB AB")]
    [InlineData("|:A[2B||c:|", "A c AB c")]
    [InlineData(":|:|A", "A")]
    public void Parse_Repeats_ArePlayedOut(string body, string expected) => Assert.Equal(Letters(expected), Played(body));

    [Theory]
    [InlineData("M:6/8\nK:G\nGAB")]
    [InlineData("GAB")]
    [InlineData("X:1\nT:\nK:G\nGAB\n\nccc")]
    [InlineData("X:1\nK:G\nGAB\nX:2\nK:G\nccc")]
    [InlineData("X:1\r\nK:G\r\nGAB\r\n\r\nccc")]
    [InlineData("some words\nX:1\nK:G\nGAB %ccc\n%ccc")]
    public void Parse_PartialHeaders_ReadsTheFirstTune(string text) =>
        Assert.Equal([67, 69, 71], AbcTune.Parse(text).Notes.Select(note => note.Pitch));

    [Fact]
    public void Parse_NoUnitLength_IsAnEighth() => Assert.Equal(240, AbcTune.Parse("M:2/4\nK:C\nC").Notes[0].DurationTicks);

    [Fact]
    public void Parse_LengthInThirds_IsKept() => Assert.Equal(640, AbcTune.Parse("K:C\nC8/3").Notes[0].DurationTicks);

    [Fact]
    public void Parse_ManyTuplets_DoNotDrift()
    {
        var bars = string.Concat(Enumerable.Repeat("(7CCCCCCC(9CCCCCCCCC|", 500));

        var tune = AbcTune.Parse("M:4/4\nK:C\n" + bars + "D");

        Assert.Equal(500 * 4 * 240, tune.Notes[^1].StartTick);
    }

    [Fact]
    public void Parse_ChordLengthOutside_MultipliesTheFirstInside()
    {
        var tune = AbcTune.Parse("K:C\n[C2E]2 G");

        Assert.Equal([960, 960, 240], tune.Notes.Select(note => note.DurationTicks));
        Assert.Equal(960, tune.Notes[2].StartTick);
    }

    [Fact]
    public void Parse_TieIntoASecondEnding_JoinsThere()
    {
        var tune = AbcTune.Parse("K:C\n|:C-|1C D:|2C2 E|]");

        Assert.Equal([480, 240, 720, 240], tune.Notes.Select(note => note.DurationTicks));
        Assert.Equal([60, 62, 60, 64], tune.Notes.Select(note => note.Pitch));
    }

    [Fact]
    public void Parse_Changes_StandAtTheirTicks()
    {
        var tune = AbcTune.Parse("T:Name\nM:6/8\nQ:1/4=100\nK:Em\nE6|[K:D][M:3/4]D6|]");

        Assert.Equal("Name", tune.Title);
        Assert.Equal([0, 1440, 1440], tune.Changes.Select(change => change.Tick));
        Assert.Equal(new Metre(6, 8), tune.Changes[0].Change.Metre);
        Assert.Equal(600_000, tune.Changes[0].Change.QuarterMicroseconds);
        Assert.Equal((1, true), (tune.Changes[0].Change.Key!.Fifths, tune.Changes[0].Change.Key!.IsMinor));
        Assert.Equal(2, tune.Changes[1].Change.Key!.Fifths);
        Assert.Equal(new Metre(3, 4), tune.Changes[2].Change.Metre);
    }

    [Theory]
    [InlineData("C?D", 1)]
    [InlineData("C 12 D", 2)]
    [InlineData("CD^", 1)]
    [InlineData("[CE D", 5)]
    [InlineData("C[K:?]D", 5)]
    [InlineData("C,,,,,,,,D", 9)]
    public void Parse_UnreadableSigns_AreCountedAndPassedOver(string body, int skipped)
    {
        var tune = AbcTune.Parse("K:C\n" + body);

        Assert.Equal(skipped, tune.Skipped);
        Assert.NotEmpty(tune.Notes);
    }

    [Fact]
    public void Parse_EndlessLengths_EndAtTheLastTick()
    {
        var tune = AbcTune.Parse("L:512\nK:C\n" + string.Concat(Enumerable.Repeat("C9999z9999", 5_000)));

        Assert.True(tune.EndTick <= MidiTime.LastTick);
        Assert.True(tune.Skipped > 0);
        Assert.All(tune.Notes, note => Assert.True(note.StartTick + note.DurationTicks <= MidiTime.LastTick));
    }

    private static IEnumerable<int> Played(string body) => AbcTune.Parse("K:C\n" + body).Notes.Select(note => note.Pitch);

    private static IEnumerable<int> Letters(string letters) =>
        letters.Where(char.IsAsciiLetter).Select(letter => letter switch { 'A' => 69, 'B' => 71, 'c' => 72, _ => 74 });
}
