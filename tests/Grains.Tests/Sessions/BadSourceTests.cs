using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>Frames that a model with a source, or of another kind, cannot take; each leaves the session as it was.</summary>
public sealed class BadSourceTests(ClusterFixture cluster)
{
    private const string Generating =
        "the frame has input, but the sequence is being generated; it may go on or end, and the next one may have input";

    private static readonly string[] Tokens = ["the", "cat", "sat", "on", "the", "mat"];

    // Model, whether something was read before, the frame, its code and message.
    private static readonly Dictionary<string, (string Model, bool Read, InputFrame Frame, string Code, string Message)> Frames = new()
    {
        ["nothing to translate"] = (TinyKinds.Translator, false, Generate(), ErrorCodes.BadGeneration,
            "the sequence is empty; model 'translator' generates from an input, which must come before or with the generation"),
        ["only white space"] = (TinyKinds.Translator, false, Generate() with { Input = new TextInput("  ") }, ErrorCodes.BadGeneration,
            "the sequence is empty; model 'translator' generates from an input, which must come before or with the generation"),
        ["no image"] = (TinyKinds.Captions, false, Generate(), ErrorCodes.BadGeneration,
            "the sequence is empty; model 'captions' generates from an input, which must come before or with the generation"),
        ["second image"] = (TinyKinds.Captions, true, Input(new FeaturesInput([new float[32]])), ErrorCodes.TooLong,
            "the sequence would have 2 inputs; model 'captions' reads it as a whole and takes 1"),
        ["two images"] = (TinyKinds.Captions, false, Input(new FeaturesInput([new float[32], new float[32]])), ErrorCodes.TooLong,
            "the sequence would have 2 inputs; model 'captions' reads it as a whole and takes 1"),
        ["image of another size"] = (TinyKinds.Captions, false, Input(new FeaturesInput([new float[31]])), ErrorCodes.WrongFeatureSize,
            "feature vector 0 has 31 values; model 'captions' reads 32"),
        ["text for an image"] = (TinyKinds.Captions, false, Input(new TextInput("a")), ErrorCodes.WrongInput,
            "the frame has text; model 'captions' reads feature vectors of 32 values"),
        ["image that is not finite"] = (TinyKinds.Digits, false, Input(new FeaturesInput([[.. new float[15], float.NaN]])), ErrorCodes.NotFinite,
            "feature vector 0 has NaN at position 15; every value must be a finite number"),
        ["generation of labels"] = (TinyKinds.Digits, false, Generate(), ErrorCodes.BadGeneration, "model 'digits' does not generate"),
        ["long source"] = (TinyKinds.Translator, true, Input(new IdsInput(new int[4_091])), ErrorCodes.TooLong,
            "the sequence would have 4097 inputs; model 'translator' reads it as a whole and takes 4096"),
        ["long sequence"] = (TinyKinds.Whole, true, Input(new IdsInput(new int[4_091])), ErrorCodes.TooLong,
            "the sequence would have 4097 inputs; model 'whole-tagger' reads it as a whole and takes 4096"),
        ["too many beams"] = (TinyKinds.Translator, true, Generate(beams: 65), ErrorCodes.BadGeneration, "beams is 65; it must be 1 to 64"),
        ["no beams"] = (TinyKinds.Translator, true, Generate(beams: 0), ErrorCodes.BadGeneration, "beams is 0; it must be 1 to 64"),
        ["beams of vectors"] = (TinyKinds.Chorales, false, Generate(beams: 2), ErrorCodes.BadGeneration,
            "topK, topP or beams is given; model 'chorales' generates vectors and has only a temperature"),
        ["vector of another size"] = (TinyKinds.Chorales, false, Input(new FeaturesInput([new float[8]])), ErrorCodes.WrongFeatureSize,
            "feature vector 0 has 8 values; model 'chorales' reads 7"),
        ["source with a bad id"] = (TinyKinds.Translator, true, Input(new IdsInput([8])), ErrorCodes.TokenIdOutOfRange,
            "token id 8 at position 0 of the frame is not one of model 'translator'; its ids are 0 to 7"),
    };

    public static TheoryData<string> Names => [.. Frames.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Send_BadFrame_IsAnsweredAndLeavesTheState(string name)
    {
        var (model, read, frame, code, message) = Frames[name];
        await using var bad = await RawSession.OpenAsync(cluster, model);
        await using var good = await RawSession.OpenAsync(cluster, model);
        if (read)
        {
            await bad.SendAsync(Good(model));
            await good.SendAsync(Good(model));
        }

        var answer = Assert.Single(await bad.SendAsync(frame.Input, frame.Generation, frame.End));

        Assert.Equal(new FrameError(code, message), answer.Error);
        Assert.Empty(answer.Outputs);
        var rest = read ? null : Good(model);
        Assert.Equal(OutputBits.Of(await good.SendAsync(rest, end: true)), OutputBits.Of(await bad.SendAsync(rest, end: true)));
    }

    [Theory]
    [InlineData(TinyKinds.Translator, 1)]
    [InlineData(TinyKinds.Translator, 5)]
    [InlineData(TinyKinds.Captions, 1)]
    [InlineData(TinyKinds.Searcher, 3)]
    public async Task Send_InputWhileASequenceIsGenerated_IsRefusedAndChangesNothing(string model, int beams)
    {
        await using var disturbed = await RawSession.OpenAsync(cluster, model);
        await using var straight = await RawSession.OpenAsync(cluster, model);
        var input = model == TinyKinds.Searcher ? null : Good(model);
        var expected = await straight.GenerateAsync(100, input, beams, temperature: 0);
        expected.AddRange(await straight.EndAsync());

        var parts = await disturbed.GenerateAsync(2, input, beams, temperature: 0);
        foreach (var end in new[] { false, true })
        {
            var refused = Assert.Single(await disturbed.SendAsync(input ?? new TextInput("a"), end: end));
            Assert.Equal(new FrameError(ErrorCodes.WrongInput, Generating), refused.Error);
        }

        parts.AddRange(await disturbed.GenerateAsync(98, beams: beams, temperature: 0));
        parts.AddRange(await disturbed.EndAsync());

        Assert.Equal(Sending.Tokens(expected), Sending.Tokens(parts));
    }

    private static FrameInput Good(string model) => model switch
    {
        TinyKinds.Captions => new FeaturesInput([[.. Enumerable.Range(0, 32).Select(i => MathF.Sin(i))]]),
        TinyKinds.Digits => new FeaturesInput([[.. Enumerable.Range(0, 16).Select(i => MathF.Sin(i))]]),
        TinyKinds.Chorales => new FeaturesInput([[1, 0, 1, 0, 1, 1, 0]]),
        _ => new TokensInput(Tokens),
    };

    private static InputFrame Generate(int? beams = null) =>
        new() { Sequence = 0, Generation = new GenerationRequest { Tokens = 5, Beams = beams } };

    private static InputFrame Input(FrameInput input) => new() { Sequence = 0, Input = input };
}
