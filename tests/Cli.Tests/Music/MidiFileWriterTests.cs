using System.Text;
using RnnCluster.Cli.Music;

namespace RnnCluster.Cli.Tests.Music;

public sealed class MidiFileWriterTests
{
    [Theory]
    [MemberData(nameof(GoldenTunes.Names), MemberType = typeof(GoldenTunes))]
    public void Write_GoldenTune_HoldsItsNotes(string name)
    {
        var tune = AbcTune.Parse(GoldenTunes.Text(name));

        var midi = MidiFile.Read(MidiFileWriter.Write(tune));

        Assert.Equal(480, midi.Division);
        Assert.Equal(tune.EndTick, midi.EndTick);
        Assert.Equal(
            tune.Notes.Select(note => (note.StartTick, note.StartTick + note.DurationTicks, note.Pitch)).Order(),
            midi.Notes.Order());
    }

    [Fact]
    public void Write_Tune_CarriesNameTempoMetreKeyAndInstrument()
    {
        var tune = AbcTune.Parse("T:Caf\u00e9 Reel\nM:6/8\nQ:1/4=120\nK:Dm\nD3|[K:E]E3|[M:2/2]E8|]");

        var midi = MidiFile.Read(MidiFileWriter.Write(tune, MidiFileWriter.Violin));

        Assert.Equal((0, "Caf\u00e9 Reel"), midi.Meta(0x03).Select(meta => (meta.Tick, Encoding.UTF8.GetString(meta.Content))).Single());
        Assert.Equal([0x07, 0xA1, 0x20], midi.Meta(0x51).Single().Content);
        Assert.Equal([6, 3, 36, 8], midi.Meta(0x58).First().Content);
        Assert.Equal((1440, 2, 1), midi.Meta(0x58).Select(meta => (meta.Tick, meta.Content[0], meta.Content[1])).Last());
        Assert.Equal([0xFF, 1], midi.Meta(0x59).First().Content);
        Assert.Equal([4, 0], midi.Meta(0x59).Last().Content);
        Assert.Equal([40], midi.Messages(0xC0).Single());
    }

    [Theory]
    [InlineData("G#", 8 - 12)]
    [InlineData("Fbm", -11 + 12)]
    public void Write_KeyBeyondSevenSigns_IsWrittenUnderItsSimplerName(string key, int fifths)
    {
        var midi = MidiFile.Read(MidiFileWriter.Write(AbcTune.Parse($"K:{key}\nG")));

        Assert.Equal(fifths, (sbyte)midi.Meta(0x59).Single().Content[0]);
    }

    [Fact]
    public void Write_PitchTwiceInAChord_SoundsOnce()
    {
        var midi = MidiFile.Read(MidiFileWriter.Write(AbcTune.Parse("K:C\n[EC^B,]C|]")));

        Assert.Equal([(0, 240, 60), (0, 240, 64), (240, 480, 60)], midi.Notes.Order());
    }

    [Fact]
    public void Write_EmptyText_IsAFile() => Assert.Empty(MidiFile.Read(MidiFileWriter.Write(AbcTune.Parse(""))).Notes);

    [Theory]
    [InlineData(-1)]
    [InlineData(128)]
    public void Write_UnknownInstrument_Throws(int program) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MidiFileWriter.Write(AbcTune.Parse("K:C\nC"), program));
}
