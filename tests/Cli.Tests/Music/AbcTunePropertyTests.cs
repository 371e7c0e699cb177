using CsCheck;
using RnnCluster.Cli.Music;

namespace RnnCluster.Cli.Tests.Music;

public sealed class AbcTunePropertyTests
{
    private static readonly Gen<string> Signs = Gen.OneOf(
        "A", "B,", "c'", "^f", "__G", "=e", "z", "x2", "Z", "X3", "|", "||", "|:", ":|", "::", ":|:", "|1", ":|2", "[1", "[2", "[3",
        "|]", "[|", "[", "]", "[CEG]", "(", "(3", "(5", "(9", "(3:2:4", "(99:99:99", ")", ">", "<<", ">>>>", "-", "/", "//", "3/2",
        "99999999999", "/0", "{", "}", "{ag}", "\"G\"", "\"", "!", "!trill!", "+", "~", ".", "\\", "%", "\n", "\n\n", "\r\n", " ",
        "[K:", "[K:D Dorian]", "[M:6/8]", "[L:1/16]", "K:F#m\n", "\nM:9/8\n", "\nL:0/0\n", "\nQ:1/4=0\n", "\nX:2\n", "w:", "&", "y",
        "\0", "\uD83C", "é", "K", "T:", ":", "|:|:", "'", ",", "^", "_^=", "[^", "[|:", "P:AB\n");

    private static readonly Gen<string> Broken = Signs.Array[0, 60].Select(signs => string.Concat(signs));

    private static readonly Gen<string> Anything = Gen.Frequency((3, Broken), (1, Gen.String));

    [Fact]
    public void Parse_BrokenText_NeverThrowsAndStaysInBounds() => Anything.Sample(
        text =>
        {
            var tune = AbcTune.Parse(text);
            Assert.All(tune.Notes, note => Assert.InRange(note.Pitch, 0, 127));
            Assert.All(tune.Notes, note => Assert.True(note.StartTick >= 0 && note.DurationTicks > 0));
            Assert.True(tune.Notes.Count <= 2 * text.Length);
            Assert.InRange(tune.Skipped, 0, text.Length + tune.Notes.Count);
            Assert.Equal(0, tune.Changes[0].Tick);
        },
        iter: 20_000);

    [Fact]
    public void Parse_BrokenHeader_NeverThrows() => Gen.Select(Gen.OneOf("M:", "L:", "K:", "Q:", "T:", "X:"), Gen.String).Sample(
        (field, value) => AbcTune.Parse(field + value + "\nK:C\nCDEF|"),
        iter: 5_000);

    [Fact]
    public void Write_BrokenText_IsAWellFormedFileThatHoldsTheTune() => Anything.Sample(
        text =>
        {
            var tune = AbcTune.Parse(text);
            var midi = MidiFile.Read(MidiFileWriter.Write(tune));
            Assert.True(midi.EndTick >= tune.EndTick);
            Assert.True(midi.Notes.Count <= tune.Notes.Count);
            Assert.Empty(midi.Notes.Select(note => (note.Start, note.Pitch)).Except(tune.Notes.Select(note => (note.StartTick, note.Pitch))));
        },
        iter: 5_000);

    [Fact]
    public void Write_SameText_GivesTheSameBytes() => Anything.Sample(
        text => MidiFileWriter.Write(AbcTune.Parse(text)).AsSpan().SequenceEqual(MidiFileWriter.Write(AbcTune.Parse(text))),
        iter: 1_000);

    [Fact]
    public void Parse_HostileText_TakesTimeInProportion()
    {
        foreach (var sign in new[] { "|:", ":|", "::", "{", "\"", "[K:", "!", "[", "(9", "[1", "[C", "C-" })
        {
            var text = string.Concat(Enumerable.Repeat(sign + "A", 100_000));
            Assert.True(AbcTune.Parse(text).Notes.Count <= 2 * text.Length);
        }
    }
}
