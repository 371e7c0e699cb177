using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Silo.Gateway.Inference.Models;
using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Tests.Gateway.Inference;

public sealed class OutputMappingTests
{
    private static readonly ModelSummary Labels = new() { Name = "tagger", Topology = "many-to-many", VocabularySize = 9, Tokenizer = "words" };
    private static readonly ModelSummary Tunes = new() { Name = "tunes", Topology = "one-to-many", VocabularySize = 9, Tokenizer = "words", Generates = true };
    private static readonly ModelSummary Chords = new() { Name = "chords", Topology = "one-to-many", FeatureSize = 2, Generates = true };

    [Theory]
    [InlineData("many-to-one", 9, 0, "words", false, "TOKEN LABEL SCORE PROBABILITIES")]
    [InlineData("many-to-one", 0, 3, "", false, "LABEL SCORE PROBABILITIES")]
    [InlineData("one-to-one", 0, 3, "", false, "LABEL SCORE PROBABILITIES")]
    [InlineData("one-to-many", 9, 0, "abc", true, "TOKEN LABEL SCORE PROBABILITIES TEXT")]
    [InlineData("one-to-many", 0, 88, "", true, "LABEL SCORE PROBABILITIES FEATURES")]
    [InlineData("one-to-many", 0, 1_728, "words", true, "TOKEN TEXT")]
    [InlineData("encoder-decoder", 9, 0, "bpe", true, "TOKEN TEXT")]
    [InlineData("encoder-decoder", 0, 13, "bpe", true, "TOKEN TEXT")]
    public void Outputs_OfEachKind_AreWhatItGives(string topology, int vocabulary, int features, string tokenizer, bool generates, string outputs)
    {
        var model = new InferenceModel(new ModelSummary
        {
            Name = "m",
            Topology = topology,
            VocabularySize = vocabulary,
            FeatureSize = features,
            Tokenizer = tokenizer,
            Generates = generates,
        });

        Assert.Equal(outputs, string.Join(' ', model.Outputs.Select(output => output.Name)));
    }

    [Fact]
    public void ToTensors_LabelledSteps_HaveARowEach()
    {
        var tensors = Map(Labels, [], new() { Token = "a", Label = "X", Score = 0.5f, Probabilities = [0.5f, 0.25f, 0.25f] }, new() { Token = "b", Label = "Y", Score = 0.75f, Probabilities = [0, 0.75f, 0.25f] });

        Assert.Equal(["a", "b"], Assert.IsType<string[]>(tensors["TOKEN"].Values));
        Assert.Equal(["X", "Y"], Assert.IsType<string[]>(tensors["LABEL"].Values));
        Assert.Equal([0.5f, 0.75f], Assert.IsType<float[]>(tensors["SCORE"].Values));
        Assert.Equal([2, 3], tensors["PROBABILITIES"].Shape);
        Assert.Equal([0.5f, 0.25f, 0.25f, 0, 0.75f, 0.25f], Assert.IsType<float[]>(tensors["PROBABILITIES"].Values));
    }

    [Fact]
    public void ToTensors_GeneratedTokens_AreATextToo()
    {
        var tensors = Map(Tunes, [], new() { Token = "a" }, new() { Token = "b" });

        Assert.Equal(["a b"], Assert.IsType<string[]>(tensors["TEXT"].Values));
        Assert.Equal([2], tensors["TOKEN"].Shape);
        Assert.Equal([0], tensors["LABEL"].Shape);
        Assert.Equal([0, 0], tensors["PROBABILITIES"].Shape);
    }

    [Fact]
    public void ToTensors_GeneratedVectors_AreFeatures()
    {
        Assert.Equal([3, 2], Map(Chords, [], new() { Features = [0, 1] }, new() { Features = [1, 0] }, new() { Features = [1, 1] })["FEATURES"].Shape);
        Assert.Equal([0, 2], Map(Chords, [])["FEATURES"].Shape);
    }

    [Fact]
    public void Wanted_ByName_GivesThoseInTheirOrder()
    {
        Assert.Equal(["SCORE", "LABEL"], Map(Labels, ["SCORE", "LABEL"]).Keys);
        Assert.Equal(
            "the output is 'TEXT'; model 'tagger' has TOKEN, LABEL, SCORE, PROBABILITIES",
            Assert.Throws<FormatException>(() => Map(Labels, ["TEXT"])).Message);
    }

    private static Dictionary<string, InferenceTensor> Map(ModelSummary summary, string[] names, params StepOutput[] steps)
    {
        var model = new InferenceModel(summary);
        return OutputMapping.ToTensors(model, OutputMapping.Wanted(model, names), steps).ToDictionary(tensor => tensor.Name);
    }
}
