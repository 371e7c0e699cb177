using System.Text;
using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Commands;
using RnnCluster.Cli.Evaluation.Files;

namespace RnnCluster.Cli.Tests.Evaluation.Files;

public sealed class BrokenFilesTests
{
    private const string SeriesHeader = "@classLabel true a b\n@data\n";

    [Theory]
    [InlineData("many-to-one", "words", 0, "x.tsv", "1\tgood\njust text\n", "x.tsv, line 2: it has 1 columns; it must be CLASS<TAB>TEXT")]
    [InlineData("many-to-one", "words", 0, "x.tsv", "1\ta\tb\n", "x.tsv, line 1: it has 3 columns; it must be CLASS<TAB>TEXT")]
    [InlineData("many-to-many", "words", 0, "x.tsv", "a\tX\nb\n", "x.tsv, line 2: it has 1 columns; it must be WORD<TAB>TAG, or blank between sentences")]
    [InlineData("many-to-many", "words", 0, "x.tsv", "0\tno tags here\n", "x.tsv, line 1: the tag is 'no tags here'; a tag has no spaces")]
    [InlineData("many-to-one", "", 2, "x.ts", SeriesHeader + "1,2:a\n", "x.ts, line 3: it has 1 dimensions and a class; the model reads 2 dimensions")]
    [InlineData("many-to-one", "", 2, "x.ts", SeriesHeader + "1,2:3:a\n", "x.ts, line 3: dimension 1 has 1 values, dimension 0 has 2; all must have as many")]
    [InlineData("many-to-one", "", 2, "x.ts", SeriesHeader + "1:2:c\n", "x.ts, line 3: the class is 'c'; @classLabel in the header names a, b")]
    [InlineData("many-to-one", "", 2, "x.ts", SeriesHeader + "1:?:a\n", "x.ts, line 3: dimension 1 has '?'; every value must be a finite number")]
    [InlineData("many-to-one", "", 2, "x.tsv", "1:2:a\n", "x.tsv is no data for model 'm', which is many-to-one; that must be a .ts file or *.mfcc13.bin, perhaps with .gz")]
    [InlineData("many-to-one", "", 2, "x.mfcc13.bin", "", "x.mfcc13.bin has vectors of 13 values; model 'm' reads 2")]
    [InlineData("one-to-one", "", 64, "x.tra", "1,2,3\n", "x.tra, line 1: it has 3 numbers; it must have 64 pixels and the digit")]
    [InlineData("one-to-one", "", 64, "x.txt", "text\n", "x.txt is no data for model 'm', which is one-to-one; that must be *_gray16.bin, *_rgb32.bin, MNIST's *images-idx3-ubyte or the UCI optical digits, perhaps with .gz")]
    [InlineData("one-to-many", "", 88, "x.txt", "text\n", "x.txt is no data for model 'm', which is one-to-many; that must be piano rolls: a JSON object of splits, perhaps with .gz")]
    [InlineData("one-to-many", "", 12, "x.json", "{}", "x.json has vectors of 88 values; model 'm' reads 12")]
    [InlineData("one-to-many", "", 88, "x.json", """{"train":[],"test":[]}""", "x.json, the top: it has no split 'valid' (--split); it has train, test")]
    [InlineData("one-to-many", "", 88, "x.json", """{"valid":[[[60],[109]]]}""", "x.json, valid[0][1][0]: the note is 109; it must be 21 to 108, or -1")]
    [InlineData("one-to-many", "", 88, "x.json", """{"valid":[[[60.5]]]}""", "x.json, valid[0][0][0]: the note is 60.5; it must be 21 to 108, or -1")]
    [InlineData("one-to-many", "", 88, "x.json", """{"valid":[[60]]}""", "x.json, valid[0][0]: it is a JSON number; it must be a list")]
    [InlineData("one-to-many", "", 88, "x.json", """{"valid":[[]]}""", "x.json, valid[0]: it has 0 frames; it must have two, the second to be foretold from the first")]
    [InlineData("one-to-many", "", 88, "x.json", "{\"valid\":[[\n[60],", "x.json, line 2: the JSON breaks off or is none; it must be one object of splits")]
    [InlineData("one-to-many", "words", 0, "x.jsonl", """{"features":[1]}""", """x.jsonl, line 1: it must be {"features":[numbers],"captions":["one or more"]}""")]
    [InlineData("one-to-many", "words", 0, "x.jsonl", """{"features":[1],"captions":[]}""", """x.jsonl, line 1: it must be {"features":[numbers],"captions":["one or more"]}""")]
    [InlineData("one-to-many", "abc", 0, "x.abc", "X:1\n", """x.abc is no data for model 'm', which is one-to-many; that must be {"features":[numbers],"captions":["one or more"]} a line; what a language model writes by itself has no metric here""")]
    [InlineData("encoder-decoder", "bpe", 0, "x.tsv", "a\tb\nc\n", "x.tsv, line 2: it has 1 columns; it must be SOURCE<TAB>TARGET, or name a file of REFERENCES as well")]
    [InlineData("many-to-many", "", 3, "x.tsv", "a\tb\n", "a model that is many-to-many on vectors has no metric here")]
    public void Read_BrokenText_SaysWhereWhatAndWhatIsAllowed(
        string topology, string tokenizer, int features, string name, string content, string message) =>
        AssertFault(message, EvaluationFilesTests.Model("m", topology, tokenizer, features), name, Encoding.UTF8.GetBytes(content));

    [Fact]
    public void Read_TruncatedRecordings_SaysWhere() => AssertFault(
        "x.mfcc13.bin, byte 32: the last recording has 8 bytes; by its header it must have 32",
        EvaluationFilesTests.Model("m", "many-to-one", "", 13),
        "x.mfcc13.bin",
        [1, 0, 0, 0, 1, 0, .. new byte[26], 2, 0, 0, 0, 1, 0, 9, 9]);

    [Fact]
    public void Read_RecordingOfNoDigit_SaysWhere() => AssertFault(
        "x.mfcc13.bin, byte 0: the recording is of digit 12 with 1 frames; it must be 0 to 9 with 1 or more",
        EvaluationFilesTests.Model("m", "many-to-one", "", 13),
        "x.mfcc13.bin",
        [12, 0, 0, 0, 1, 0, .. new byte[26]]);

    [Fact]
    public void Read_TruncatedPictures_SaysWhere() => AssertFault(
        "x_rgb32.bin, byte 3073: the last record has 5 bytes; each must have 3073",
        EvaluationFilesTests.Image(3072),
        "x_rgb32.bin",
        new byte[3078]);

    [Fact]
    public void Read_PixelOutOfRange_SaysWhere() => AssertFault(
        "x.tra, line 2: number 1 is '17'; it must be 0 to 16",
        EvaluationFilesTests.Image(64),
        "x.tra",
        Encoding.UTF8.GetBytes($"{string.Join(',', Enumerable.Repeat(0, 65))}\n0,17,{string.Join(',', Enumerable.Repeat(0, 63))}\n"));

    [Fact]
    public void Read_TruncatedIdxImages_SaysWhat() => AssertFault(
        "x-images-idx3-ubyte, byte 4: the header says 2 images of 1 × 2; the file has 3 bytes of pixels",
        EvaluationFilesTests.Image(2),
        "x-images-idx3-ubyte",
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 255, 0, 0]);

    [Fact]
    public void Read_IdxLabelsMissing_SaysWhich() => AssertFault(
        "there is no file 'x-labels-idx1-ubyte'",
        EvaluationFilesTests.Image(2),
        "x-images-idx3-ubyte",
        [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 255, 0]);

    [Fact]
    public void Read_NoUtf8_SaysWhere() => AssertFault(
        "x.tsv, byte 3: this is no UTF-8; it must be a text file",
        EvaluationFilesTests.Model("m", "many-to-many", "words"),
        "x.tsv",
        [(byte)'a', (byte)'\t', (byte)'X', 0xff]);

    [Fact]
    public void Read_ReferencesOfAnotherLength_SaysSo()
    {
        var exception = Assert.Throws<CommandException>(() => EvaluationFiles.Read(
            EvaluationFilesTests.Model("m", "encoder-decoder", "bpe"),
            EvaluationFilesTests.Text("val.de", "a\nb\n"),
            EvaluationFilesTests.Text("val.en", "a\n"),
            "valid"));

        Assert.Equal("val.en, line 1: it is the last line; val.de has 2, and both must have as many", exception.Message);
    }

    [Fact]
    public void Read_ReferencesForATagger_AreRefused()
    {
        var exception = Assert.Throws<CommandException>(() => EvaluationFiles.Read(
            EvaluationFilesTests.Model("m", "many-to-many", "words"),
            EvaluationFilesTests.Text("x.tsv", "a\tX\n"),
            EvaluationFilesTests.Text("y.txt", "a\n"),
            "valid"));

        Assert.Equal("REFERENCES is 'y.txt'; only translations have references, and model 'm' is many-to-many", exception.Message);
    }

    [Theory]
    [InlineData(3_000, "is cut off, or is several gzip files in one; it must be one and whole")]
    [InlineData(1, "is cut off, or is several gzip files in one; it must be one and whole")]
    public void Read_GzipCutOff_SaysSo(int missing, string message) => AssertGzipFault(content => content[..^missing], message);

    [Fact]
    public void Read_GzipDamaged_SaysSo() => AssertGzipFault(
        content =>
        {
            content.AsSpan(content.Length / 2, 100).Fill(0xff);
            return content;
        },
        "begins as a gzip file does, but is none or is damaged");

    private static void AssertGzipFault(Func<byte[], byte[]> damage, string message)
    {
        var path = Path.GetTempFileName();
        try
        {
            EvaluationFilesTests.WriteGzip(path, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"word{i}\tX\n"))));
            File.WriteAllBytes(path, damage(File.ReadAllBytes(path)));

            Assert.Equal($"{path} {message}", Assert.Throws<CommandException>(() => DataFile.Read(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void AssertFault(string message, ModelSummary model, string name, byte[] content)
    {
        var exception = Assert.Throws<CommandException>(() =>
            EvaluationFiles.Read(model, DataFile.From(name, content), references: null, "valid"));

        Assert.Equal(message, exception.Message);
    }
}
