using RnnCluster.Abstractions.Frames;
using RnnCluster.Client.Sessions;

namespace RnnCluster.Client.Tests.Sessions;

public sealed class FrameSizeTests
{
    [Fact]
    public void Of_EveryInput_CountsItsBytes()
    {
        var empty = FrameSize.Of(input: null);

        Assert.Equal(6, Of(new TextInput("große")) - empty);
        Assert.Equal(8 + 3, Of(new TokensInput(["the"])) - empty);
        Assert.Equal(16, Of(new IdsInput([1, 2])) - empty);
        Assert.Equal(8 + 12, Of(new FeaturesInput([[1, 2, 3]])) - empty);
    }

    [Fact]
    public void Of_MissingPayloads_CountsNothing()
    {
        var empty = FrameSize.Of(input: null);

        Assert.Equal([empty, empty, empty, empty],
            new[] { Of(new TextInput(null!)), Of(new TokensInput(null!)), Of(new IdsInput(null!)), Of(new FeaturesInput(null!)) });
        Assert.Equal([empty + 8, empty + 8], [Of(new TokensInput([null!])), Of(new FeaturesInput([null!]))]);
    }

    private static long Of(FrameInput input) => FrameSize.Of(input);
}
