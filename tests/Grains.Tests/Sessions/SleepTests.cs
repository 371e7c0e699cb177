using RnnCluster.Abstractions.Frames;
using RnnCluster.Grains.Tests.Testing;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>Sessions of every kind that are stored and restored, or moved, between any two frames go on with the same bits.</summary>
public sealed class SleepTests(ClusterFixture cluster)
{
    private static readonly Dictionary<string, (string Model, InputFrame[] Frames)> Cases = new()
    {
        ["words that wait for a bidirectional model"] = (TinyKinds.Whole, [Text("the c"), Text("at on"), Text(" the"), End(), Text("cat"), End()]),
        ["vectors that wait for a bidirectional model"] = (TinyModels.BothWays, [Vectors(3, 2), Vectors(3, 3), End()]),
        ["one label at the end"] = (TinyKinds.Mood, [Text("the c"), Text("at on"), End()]),
        ["look-ahead"] = (TinyKinds.Delayed, [Text("the "), Text("cat s"), Text("at on the "), Text("mat"), End(), Text("the"), End()]),
        ["images alone"] = (TinyKinds.Digits, [Vectors(16, 1), Vectors(16, 3), End()]),
        ["vectors that are drawn"] = (TinyKinds.Chorales, [Generate(4), Vectors(7, 2), Generate(5), End(), Generate(3)]),
        ["an image, then words"] = (TinyKinds.Captions, [Vectors(32, 1), Generate(2), Generate(1), Generate(50), End()]),
        ["a source in pieces"] = (TinyKinds.Translator, [Text("the c"), Text("at sat"), Text(" on the"), End(), Text("mat"), End()]),
        ["one by one"] = (TinyKinds.Translator, [Text("the cat "), .. Many(14, Generate(1, beams: 1, temperature: 0)), End()]),
        ["sampled one by one"] = (TinyKinds.Deep, [Text("the cat "), .. Many(12, Generate(1)), End()]),
        ["beams step by step"] = (TinyKinds.Deep, [Text("the mat sat"), .. Many(12, Generate(1, beams: 6)), End(), Text("mat"), End()]),
        ["beams that end early"] = (TinyKinds.Translator, [Text("the cat"), Generate(2), End(), Text("the cat"), Generate(1, beams: 3), End()]),
        ["beams without a source"] = (TinyKinds.Searcher, [Text("ab"), Generate(2), Generate(1), Generate(1), End(), Text("abc")]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Send_WithSleepBetweenAnyFrames_GivesBitsOfASessionThatStaysAwake(string name) =>
        RequireSameBitsAsync(name, session => session.SleepAsync());

    [Theory]
    [MemberData(nameof(Names))]
    public Task Send_WithMovesBetweenAnyFrames_GivesBitsOfASessionThatStays(string name) =>
        RequireSameBitsAsync(name, session => session.MoveAsync());

    private async Task RequireSameBitsAsync(string name, Func<RawSession, Task> interrupt)
    {
        var (model, frames) = Cases[name];
        await using var awake = await RawSession.OpenAsync(cluster, model, seed: 8);
        await using var restless = await RawSession.OpenAsync(cluster, model, seed: 8);
        var given = 0;
        foreach (var frame in frames)
        {
            var expected = await awake.SendAsync(frame.Input, frame.Generation, frame.End);
            var answer = await restless.SendAsync(frame.Input, frame.Generation, frame.End);
            await interrupt(restless);

            Assert.All(expected, part => Assert.True(part.Error is null || frame.Generation is not null, part.Error?.Message));
            Assert.Equal(expected.Select(part => (part.Error, part.EndOfSequence)), answer.Select(part => (part.Error, part.EndOfSequence)));
            Assert.Equal(OutputBits.Of(expected), OutputBits.Of(answer));
            given += expected.Sum(part => part.Outputs.Length);
        }

        Assert.NotEqual(0, given);
        Assert.Equal(
            (await cluster.Grain(awake.Key).GetPositionAsync()).Steps, (await cluster.Grain(restless.Key).GetPositionAsync()).Steps);
    }

    private static InputFrame Text(string text) => new() { Sequence = 0, Input = new TextInput(text) };

    private static InputFrame End() => new() { Sequence = 0, End = true };

    private static InputFrame Generate(int tokens, int? beams = null, float? temperature = null) =>
        new() { Sequence = 0, Generation = new GenerationRequest { Tokens = tokens, Beams = beams, Temperature = temperature } };

    private static InputFrame Vectors(int size, int count) => new()
    {
        Sequence = 0,
        Input = new FeaturesInput(
            [.. Enumerable.Range(0, count).Select(row => (float[])[.. Enumerable.Range(0, size).Select(i => MathF.Sin(i * (row + 1)))])]),
    };

    private static IEnumerable<InputFrame> Many(int count, InputFrame frame) => Enumerable.Repeat(frame, count);
}
