using RnnCluster.Cli.Music;

namespace RnnCluster.Cli.Tests.Music;

public sealed class AbcTuneGoldenTests
{
    // Lengths that are no whole number of ticks may be rounded the other way.
    private const int DurationToleranceTicks = 1;

    [Theory]
    [MemberData(nameof(GoldenTunes.Names), MemberType = typeof(GoldenTunes))]
    public void Parse_GoldenTune_PlaysTheNotesOfAbc2midi(string name)
    {
        var tune = AbcTune.Parse(GoldenTunes.Text(name));

        var played = tune.Notes.OrderBy(note => note.StartTick).ThenBy(note => note.Pitch).ToList();
        var expected = GoldenTunes.Notes(name).OrderBy(note => note[0]).ThenBy(note => note[2]).ToList();
        Assert.Equal(expected.Select(note => (note[0], note[2])), played.Select(note => (note.StartTick, note.Pitch)));
        Assert.All(
            expected.Zip(played),
            pair => Assert.InRange(pair.Second.DurationTicks - pair.First[1], -DurationToleranceTicks, DurationToleranceTicks));
    }

    [Theory]
    [MemberData(nameof(GoldenTunes.Names), MemberType = typeof(GoldenTunes))]
    public void Parse_GoldenTune_IsReadWhole(string name) => Assert.Equal(0, AbcTune.Parse(GoldenTunes.Text(name)).Skipped);

    [Fact]
    public void Names_InTheOutputFolder_AreThere() => Assert.True(GoldenTunes.Names.Count >= 12);
}
