using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>A bad frame uses up its number, changes nothing else, and its answer says what was found and what is allowed.</summary>
public sealed class BadFrameTests(ClusterFixture cluster)
{
    private const string Nothing =
        "the frame carries nothing; it must have text, tokens or ids, a generation, or the end of the sequence";

    private static readonly Dictionary<string, (InputFrame Frame, string Code, string Message)> Words = new()
    {
        ["unknown token"] = (Input(new TokensInput(["the", "zebra"])), ErrorCodes.UnknownToken,
            "token 1 of the frame, 'zebra', is not among the 7 of model 'strict'"),
        ["unknown word in text"] = (Input(new TextInput(" Zebra ")), ErrorCodes.UnknownToken,
            "token 1 of the frame, 'Zebra', is not among the 7 of model 'strict'"),
        ["null token"] = (Input(new TokensInput([null!])), ErrorCodes.UnknownToken,
            "token 0 of the frame, '', is not among the 7 of model 'strict'"),
        ["negative id"] = (Input(new IdsInput([-1])), ErrorCodes.TokenIdOutOfRange,
            "token id -1 at position 0 of the frame is not one of model 'strict'; its ids are 0 to 6"),
        ["large id"] = (Input(new IdsInput([6, 7])), ErrorCodes.TokenIdOutOfRange,
            "token id 7 at position 1 of the frame is not one of model 'strict'; its ids are 0 to 6"),
        ["largest id"] = (Input(new IdsInput([int.MaxValue])), ErrorCodes.TokenIdOutOfRange,
            "token id 2147483647 at position 0 of the frame is not one of model 'strict'; its ids are 0 to 6"),
        ["too many ids"] = (Input(new IdsInput(new int[65_537])), ErrorCodes.TooLong,
            "the frame has 65537 tokens; a frame may have 65536"),
        ["too many ids with what waited"] = (Input(new IdsInput(new int[65_536])), ErrorCodes.TooLong,
            "the frame has 65537 inputs; a frame may have 65536"),
        ["too much text"] = (Input(new TextInput(new string('.', 262_145))), ErrorCodes.TooLong,
            "the frame has 262145 characters of text; a frame may have 262144"),
        ["text without token end"] = (new InputFrame { Sequence = 1, Input = new TextInput(new string('x', 4_094)) }, ErrorCodes.TooLong,
            "the text ends in 4097 characters without a token's end; 4096 may wait"),
        ["features"] = (Input(new FeaturesInput([[1, 2, 3]])), ErrorCodes.WrongInput,
            "the frame has features; model 'strict' reads text, tokens or ids"),
        ["generation"] = (new InputFrame { Sequence = 1, Generation = new GenerationRequest { Tokens = 1 } }, ErrorCodes.BadGeneration,
            "model 'strict' does not generate"),
        ["nothing"] = (new InputFrame { Sequence = 1 }, ErrorCodes.WrongInput, Nothing),
        ["null text"] = (Input(new TextInput(null!)), ErrorCodes.WrongInput, Nothing),
        ["null tokens"] = (Input(new TokensInput(null!)), ErrorCodes.WrongInput, Nothing),
        ["null ids"] = (Input(new IdsInput(null!)), ErrorCodes.WrongInput, Nothing),
        ["null features"] = (Input(new FeaturesInput(null!)), ErrorCodes.WrongInput, Nothing),
    };

    private static readonly Dictionary<string, (InputFrame Frame, string Code, string Message)> Vectors = new()
    {
        ["short vector"] = (Input(new FeaturesInput([[1, 2, 3], [1, 2]])), ErrorCodes.WrongFeatureSize,
            "feature vector 1 has 2 values; model 'sensor' reads 3"),
        ["long vector"] = (Input(new FeaturesInput([[1, 2, 3, 4]])), ErrorCodes.WrongFeatureSize,
            "feature vector 0 has 4 values; model 'sensor' reads 3"),
        ["null vector"] = (Input(new FeaturesInput([null!])), ErrorCodes.WrongFeatureSize,
            "feature vector 0 has 0 values; model 'sensor' reads 3"),
        ["NaN"] = (Input(new FeaturesInput([[1, 2, float.NaN]])), ErrorCodes.NotFinite,
            "feature vector 0 has NaN at position 2; every value must be a finite number"),
        ["infinity"] = (Input(new FeaturesInput([[1, 2, 3], [float.NegativeInfinity, 2, 3]])), ErrorCodes.NotFinite,
            "feature vector 1 has -Infinity at position 0; every value must be a finite number"),
        ["text"] = (Input(new TextInput("the")), ErrorCodes.WrongInput,
            "the frame has text; model 'sensor' reads feature vectors of 3 values"),
        ["tokens"] = (Input(new TokensInput(["the"])), ErrorCodes.WrongInput,
            "the frame has tokens; model 'sensor' reads feature vectors of 3 values"),
        ["ids"] = (Input(new IdsInput([1])), ErrorCodes.WrongInput,
            "the frame has ids; model 'sensor' reads feature vectors of 3 values"),
        ["nothing"] = (new InputFrame { Sequence = 1 }, ErrorCodes.WrongInput,
            "the frame carries nothing; it must have feature vectors of 3 values, a generation, or the end of the sequence"),
    };

    private static readonly Dictionary<string, (GenerationRequest Request, string Message)> Generations = new()
    {
        ["no tokens"] = (new GenerationRequest { Tokens = 0 }, "tokens is 0; it must be 1 to 100000"),
        ["too many tokens"] = (new GenerationRequest { Tokens = 100_001 }, "tokens is 100001; it must be 1 to 100000"),
        ["negative temperature"] = (new GenerationRequest { Tokens = 1, Temperature = -1 },
            "temperature is -1; it must be a number from 0 to 100"),
        ["NaN temperature"] = (new GenerationRequest { Tokens = 1, Temperature = float.NaN },
            "temperature is NaN; it must be a number from 0 to 100"),
        ["high temperature"] = (new GenerationRequest { Tokens = 1, Temperature = 101 },
            "temperature is 101; it must be a number from 0 to 100"),
        ["negative top-k"] = (new GenerationRequest { Tokens = 1, TopK = -1 }, "topK is -1; it must be a whole number from 0 (off) up"),
        ["top-p of 0"] = (new GenerationRequest { Tokens = 1, TopP = 0 }, "topP is 0; it must be a number above 0 and up to 1 (off)"),
        ["high top-p"] = (new GenerationRequest { Tokens = 1, TopP = 1.5f }, "topP is 1.5; it must be a number above 0 and up to 1 (off)"),
        ["empty parts"] = (new GenerationRequest { Tokens = 1, PartTokens = 0 }, "partTokens is 0; it must be 1 to 1024"),
        ["large parts"] = (new GenerationRequest { Tokens = 1, PartTokens = 1_025 }, "partTokens is 1025; it must be 1 to 1024"),
        ["several"] = (new GenerationRequest { Tokens = 0, TopK = -2, PartTokens = 0 },
            "topK is -2; it must be a whole number from 0 (off) up; tokens is 0; it must be 1 to 100000; partTokens is 0; it must be 1 to 1024"),
    };

    public static TheoryData<string> WordCases => [.. Words.Keys];

    public static TheoryData<string> VectorCases => [.. Vectors.Keys];

    public static TheoryData<string> GenerationCases => [.. Generations.Keys];

    [Theory]
    [MemberData(nameof(WordCases))]
    public async Task Send_BadWords_AreAnsweredAndLeaveTheState(string name)
    {
        var (bad, code, message) = Words[name];

        // The first frame leaves a word behind that may still grow; the bad frame would have to read it first.
        var outputs = await SendAsync(TinyModels.Strict, new TextInput("the . the"), bad, new TextInput(" cat sat "), code, message);

        var expected = new ReferenceSession(cluster.Load(TinyModels.Strict)).ReadText("the . the cat sat ");
        Assert.Equal(OutputBits.Of(expected), outputs);
    }

    [Theory]
    [MemberData(nameof(VectorCases))]
    public async Task Send_BadVectors_AreAnsweredAndLeaveTheState(string name)
    {
        var (bad, code, message) = Vectors[name];
        float[][] vectors = [[1, 2, 3], [4, 5, 6], [7, 8, 9]];

        var outputs = await SendAsync(
            TinyModels.Sensor, new FeaturesInput(vectors[..2]), bad, new FeaturesInput(vectors[2..]), code, message);

        Assert.Equal(OutputBits.Of(new ReferenceSession(cluster.Load(TinyModels.Sensor)).ReadFeatures(vectors)), outputs);
    }

    [Theory]
    [MemberData(nameof(GenerationCases))]
    public async Task Generate_BadSetting_IsAnsweredAndLeavesTheState(string name)
    {
        var (request, message) = Generations[name];
        await using var session = await cluster.OpenAsync(TinyModels.Endless, seed: 11);

        var text = Sending.Tokens(await session.GenerateAllAsync(20));
        var answer = await session.GenerateAsync(request with { Seed = 99 }, new TextInput("abc"), TestContext.Current.CancellationToken)
            .SingleAsync(TestContext.Current.CancellationToken);
        text.AddRange(Sending.Tokens(await session.GenerateAllAsync(20)));

        Assert.Equal(new FrameError(ErrorCodes.BadGeneration, message), answer.Error);
        Assert.Equal(new ReferenceSession(cluster.Load(TinyModels.Endless), seed: 11).Generate(40), text);
    }

    [Fact]
    public async Task Send_ExactlyTheLimitOnGeneratingModel_IsTaken()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Letters);

        var outputs = await session.AskAsync(new IdsInput([.. Enumerable.Repeat(2, 65_536)]),
            cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(65_536, outputs.Count);
    }

    [Fact]
    public async Task Ask_BadFrame_ThrowsItsCode()
    {
        await using var session = await cluster.OpenAsync(TinyModels.Strict);

        var exception = await Assert.ThrowsAsync<SessionException>(
            () => session.AskAsync(new TokensInput(["zebra"]), cancellation: TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCodes.UnknownToken, exception.Code);
        Assert.Equal("token 0 of the frame, 'zebra', is not among the 7 of model 'strict'", exception.Message);
    }

    private static InputFrame Input(FrameInput input) => new() { Sequence = 1, Input = input, End = true };

    /// <summary>Sends a good frame, the bad one and another good one, and gives the outputs of the good ones.</summary>
    private async Task<List<string>> SendAsync(
        string model, FrameInput before, InputFrame bad, FrameInput after, string code, string message)
    {
        var key = cluster.NewKey(model);
        await using var tap = await StreamTap.OpenAsync(cluster.Cluster.Client, key.ToString());
        var input = cluster.Input(key);
        await input.OnNextAsync(new InputFrame { Sequence = 0, Input = before });
        await input.OnNextAsync(bad);
        await input.OnNextAsync(new InputFrame { Sequence = 2, Input = after });

        var outputs = await tap.ThroughAsync(2);

        var answer = Assert.Single(outputs, output => output.Sequence == 1);
        Assert.Equal(new FrameError(code, message), answer.Error);
        Assert.Equal((0, true, false, null), (answer.Part, answer.Last, answer.EndOfSequence, answer.ResendFrom));
        Assert.Empty(answer.Outputs);
        Assert.Equal(3, (await cluster.Grain(key).GetPositionAsync()).NextSequence);
        return OutputBits.Of(outputs);
    }
}
