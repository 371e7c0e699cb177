using RnnCluster.Abstractions.Frames;
using RnnCluster.Cli.Commands;
using RnnCluster.Cli.Evaluation.Cases;

namespace RnnCluster.Cli.Tests.Evaluation;

public sealed class CaseTests
{
    private static readonly FrameInput Input = new TextInput("x");

    [Theory]
    [InlineData("B", 1)]
    [InlineData("A", 0)]
    public void ClassifiedCase_Label_IsThatOfTheLastOutput(string label, double right)
    {
        StepOutput[] outputs = [new() { Label = "A" }, new() { Label = "B" }];

        Assert.Equal([right, 1], new ClassifiedCase("f, line 1", Input, label).Compare(outputs));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    public void ClassifiedCase_Index_IsTheLikeliestOfTheLastOutput(int index, double right)
    {
        StepOutput[] outputs = [new() { Probabilities = [1, 0, 0] }, new() { Probabilities = [0.2f, 0.3f, 0.5f] }];
        var asked = new ClassifiedCase("f, line 1", Input, Label: null, index);

        Assert.True(asked.NeedsScores);
        Assert.Equal([right, 1], asked.Compare(outputs));
    }

    [Fact]
    public void ClassifiedCase_IndexThatTheModelLacks_IsNamed()
    {
        var exception = Assert.Throws<CommandException>(() =>
            new ClassifiedCase("f, line 3", Input, Label: null, 4).Compare([new() { Probabilities = [0.5f, 0.5f] }]));

        Assert.Equal("f, line 3: the class is 4; the model has classes 0 to 1", exception.Message);
    }

    [Fact]
    public void TaggedCase_Tags_AreCountedInOrder()
    {
        var asked = new TaggedCase("f, line 1", ["a", "b", "c"], ["X", "Y", "X"]);

        Assert.Equal([2, 3], asked.Compare([new() { Label = "X" }, new() { Label = "X" }, new() { Label = "X" }]));
        Assert.Equal(
            "f, line 1: the session gave 1 outputs; the data need 3",
            Assert.Throws<CommandException>(() => asked.Compare([new() { Label = "X" }])).Message);
    }

    [Fact]
    public void PianoRollCase_Frames_AreForetoldFromThoseBefore()
    {
        var asked = new PianoRollCase("f, valid[0]", [[1, 0], [0, 1], [1, 1]]);

        var counts = asked.Compare([new() { Probabilities = [0.25f, 0.5f] }, new() { Probabilities = [0.5f, 0.5f] }]);

        Assert.Equal([[1, 0], [0, 1]], ((FeaturesInput)asked.Input).Vectors);
        Assert.Equal(-Math.Log(0.75) - (3 * Math.Log(0.5)), counts[0], 12);
        Assert.Equal(2, counts[1]);
    }

    [Fact]
    public void PianoRollCase_CertainAndWrong_IsFinite()
    {
        var asked = new PianoRollCase("f, valid[0]", [[0, 0], [1, 0]]);

        var counts = asked.Compare([new() { Probabilities = [0, 1] }]);

        Assert.Equal(-Math.Log(float.Epsilon) + (25 * Math.Log(2)), counts[0], 10);
    }

    [Theory]
    [InlineData("bpe", "▁Oh|▁n|o|▁!", "oh no !", 1)]
    [InlineData("words", "oh|no|!", "Oh  no !", 1)]
    [InlineData("characters", "o|h", "o h", 0)]
    [InlineData("words", "oh|no", "oh no !", 0)]
    public void CaptionedCase_Tokens_AreJoinedAndFoundAmongTheCaptions(string tokenizer, string tokens, string caption, double right)
    {
        var asked = new CaptionedCase("f, line 1", [0], ["nothing", caption], tokenizer);

        Assert.Equal([right, 1], asked.Compare([.. tokens.Split('|').Select(token => new StepOutput { Token = token })]));
    }

    [Fact]
    public void TranslatedCase_Subwords_AreJoinedBeforeTheyAreCompared()
    {
        var asked = new TranslatedCase("f, line 1", "source", ["Quatre mots, c'est peu."], "bpe");

        var counts = asked.Compare(
            [.. new[] { "▁quat", "re", "▁mots", ",", "▁c", "'", "est", "▁peu", "." }.Select(token => new StepOutput { Token = token })]);

        Assert.Equal([6, 5, 4, 3, 6, 5, 4, 3, 6, 6], counts);
    }
}
