using System.IO.Compression;
using System.Text;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Evaluation.Cases;
using RnnCluster.Cli.Evaluation.Files;

namespace RnnCluster.Cli.Tests.Evaluation.Files;

public sealed class EvaluationFilesTests
{
    private static readonly ModelSummary Sentiment = Model("sentiment", "many-to-one", "words");
    private static readonly ModelSummary Speaker = Model("speaker", "many-to-one", "", features: 2);
    private static readonly ModelSummary Digits = Model("spoken-digits", "many-to-one", "", features: 13);
    private static readonly ModelSummary Tagger = Model("tagger", "many-to-many", "words");
    private static readonly ModelSummary Translate = Model("translate", "encoder-decoder", "bpe");
    private static readonly ModelSummary Captions = Model("captions", "one-to-many", "words");
    private static readonly ModelSummary Chorales = Model("chorales", "one-to-many", "", features: 88);

    [Fact]
    public void Read_LabelledTexts_TakesTokensAndClasses()
    {
        var cases = Read<ClassifiedCase>(Sentiment, "dev.tsv", "1\tit 's  good\npositive\tfine\n");

        Assert.Equal(["it", "'s", "good"], ((TokensInput)cases[0].Input).Tokens);
        Assert.Equal((null, 1, "dev.tsv, line 1"), (cases[0].Label, cases[0].Index, cases[0].Place));
        Assert.Equal("positive", cases[1].Label);
        Assert.Equal(
            "it 's  good",
            ((TextInput)Read<ClassifiedCase>(Sentiment with { Tokenizer = "characters" }, "dev.tsv", "1\tit 's  good")[0].Input).Text);
    }

    [Fact]
    public void Read_TaggedSentences_TakesTheSecondColumn()
    {
        var cases = Read<TaggedCase>(Tagger, "dev.tsv", "The\tDET\tDT\ncat\tNOUN\tNN\n\n\nYes\tINTJ\r\n");

        Assert.Equal(["The", "cat"], cases[0].Words);
        Assert.Equal(["DET", "NOUN"], cases[0].Tags);
        Assert.Equal("dev.tsv, line 5", cases[1].Place);
        Assert.Equal(["INTJ"], cases[1].Tags);
    }

    [Fact]
    public void Read_TimeSeries_HasOneValueOfEachDimensionAStep()
    {
        var cases = Read<ClassifiedCase>(
            Speaker, "Vowels.ts", "#note\n@problemName V\n@classLabel true a b\n@data\n1,2,3:-4,5e-1,6:b\n7:8:a\n");

        Assert.Equal([[1, -4], [2, 0.5f], [3, 6]], ((FeaturesInput)cases[0].Input).Vectors);
        Assert.Equal("b", cases[0].Label);
        Assert.Equal([[7, 8]], ((FeaturesInput)cases[1].Input).Vectors);
    }

    [Fact]
    public void Read_SpokenDigits_ScalesTheFrames()
    {
        var cases = Read<ClassifiedCase>(Digits, "x.mfcc13.bin", [7, 2, 1, 0, 2, 0, .. Frame(256), .. Frame(-128), 0, 0, 0, 0, 1, 0, .. Frame(1)]);

        Assert.Equal(2, cases.Count);
        Assert.Equal(7, cases[0].Index);
        Assert.Equal([1f, -0.5f], ((FeaturesInput)cases[0].Input).Vectors.Select(vector => vector[12]));

        static IEnumerable<byte> Frame(short value) => Enumerable.Repeat(BitConverter.GetBytes(value), 13).SelectMany(bytes => bytes);
    }

    [Fact]
    public void Read_ImageRecords_AreTheClassAndThePixels()
    {
        var cases = Read<ClassifiedCase>(Image(256), "test_gray16.bin", [1, 255, .. new byte[255], 0, .. new byte[255], 51]);

        Assert.Equal([1, 0], cases.Select(picture => picture.Index));
        Assert.Equal(1f, ((FeaturesInput)cases[0].Input).Vectors[0][0]);
        Assert.Equal(0.2f, ((FeaturesInput)cases[1].Input).Vectors[0][255]);
    }

    [Fact]
    public void Read_OpticalDigits_ScalesThePixels()
    {
        var cases = Read<ClassifiedCase>(Image(64), "x.tra", $"16,4,{string.Join(',', Enumerable.Repeat(0, 62))},9\n");

        Assert.Equal(9, cases[0].Index);
        Assert.Equal([1f, 0.25f, 0f], ((FeaturesInput)cases[0].Input).Vectors[0].Take(3));
    }

    [Fact]
    public void Read_IdxImages_FindsTheLabelsBesideThem()
    {
        var folder = Directory.CreateTempSubdirectory("rnn-eval-");
        try
        {
            var images = Path.Combine(folder.FullName, "x-images-idx3-ubyte.gz");
            WriteGzip(images, [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 255, 0, 0, 51]);
            WriteGzip(images.Replace("images-idx3", "labels-idx1", StringComparison.Ordinal), [0, 0, 8, 1, 0, 0, 0, 2, 3, 7]);

            var cases = EvaluationFiles.Read(Image(2), DataFile.Read(images), references: null, "valid").Cases.Cast<ClassifiedCase>().ToList();

            Assert.Equal([3, 7], cases.Select(picture => picture.Index));
            Assert.Equal([0f, 0.2f], ((FeaturesInput)cases[1].Input).Vectors[0]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Read_PianoRolls_TakesTheSplit()
    {
        var cases = Read<PianoRollCase>(Chorales, "x.json", """{"train":[],"valid":[[[21,108],[]],[[-1,60],[60]]]}""");

        Assert.Equal(2, cases.Count);
        Assert.Equal([0, 87], Enumerable.Range(0, 88).Where(note => cases[0].Frames[0][note] == 1));
        Assert.All(cases[0].Frames[1], note => Assert.Equal(0, note));
        Assert.Equal([60 - 21], Enumerable.Range(0, 88).Where(note => cases[1].Frames[0][note] == 1));
        Assert.Equal("x.json, valid[1]", cases[1].Place);
    }

    [Fact]
    public void Read_Pairs_GathersTheTargetsOfASource()
    {
        var cases = Read<TranslatedCase>(Translate, "dev.tsv", "We lost.\tNous perdîmes.\nOh no!\tOh non !\nwe Lost.\tNous avons perdu.\n");

        Assert.Equal(["We lost.", "Oh no!"], cases.Select(pair => pair.Source));
        Assert.Equal(["Nous perdîmes.", "Nous avons perdu."], cases[0].References);
    }

    [Fact]
    public void Read_LinesWithReferences_BelongTogetherByNumber()
    {
        var set = EvaluationFiles.Read(Translate, Text("val.de", "Ja\nNein\n"), Text("val.en", "yes\nno\n"), "valid");

        Assert.Equal(["Ja yes", "Nein no"], set.Cases.Cast<TranslatedCase>().Select(pair => $"{pair.Source} {pair.References[0]}"));
    }

    [Fact]
    public void Read_CaptionLines_HavePicturesAndCaptions()
    {
        var cases = Read<CaptionedCase>(Captions, "x.jsonl", """{"features":[0.5,1],"captions":["a","b"]}""");

        Assert.Equal([0.5f, 1f], cases[0].Picture);
        Assert.Equal(["a", "b"], cases[0].Captions);
    }

    [Fact]
    public void Select_EveryThird_TakesTheThirdTheSixthAndSoOn()
    {
        var set = EvaluationFiles.Read(Tagger, Text("x.tsv", string.Concat(Enumerable.Range(1, 10).Select(i => $"w{i}\tX\n\n"))), null, "valid");

        Assert.Equal(["w3", "w6", "w9"], set.Select(every: 3, limit: null).Cases.Cast<TaggedCase>().Select(sentence => sentence.Words[0]));
        Assert.Equal(["w3", "w6"], set.Select(every: 3, limit: 2).Cases.Cast<TaggedCase>().Select(sentence => sentence.Words[0]));
    }

    internal static ModelSummary Model(string name, string topology, string tokenizer, int features = 0) =>
        new() { Name = name, Topology = topology, Tokenizer = tokenizer, FeatureSize = features };

    internal static ModelSummary Image(int size) => Model("digits", "one-to-one", "", size);

    internal static DataFile Text(string name, string content) => DataFile.From(name, Encoding.UTF8.GetBytes(content));

    internal static void WriteGzip(string path, byte[] content)
    {
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(content);
    }

    private static List<T> Read<T>(ModelSummary model, string name, string content) => Read<T>(model, name, Encoding.UTF8.GetBytes(content));

    private static List<T> Read<T>(ModelSummary model, string name, byte[] content) =>
        [.. EvaluationFiles.Read(model, DataFile.From(name, content), references: null, "valid").Cases.Cast<T>()];
}
