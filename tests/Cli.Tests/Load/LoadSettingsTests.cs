using RnnCluster.Cli.Load;
using RnnCluster.Client;

namespace RnnCluster.Cli.Tests.Load;

public sealed class LoadSettingsTests
{
    private static readonly LoadSettings Standard = new() { Model = "tagger" };

    [Fact]
    public void Faults_Standard_AreNone() => Assert.Empty(Standard.Faults());

    [Fact]
    public void Faults_EverythingOutOfBounds_NamesAll()
    {
        var settings = Standard with { Sessions = 0, Tokens = 70_000, Seconds = 0, WarmUpSeconds = -1, Window = 5_000 };

        Assert.Equal(
            [
                "--sessions is 0; it must be 1 to 1000000",
                "--tokens is 70000; it must be 1 to 65536",
                "--seconds is 0; it must be 0.01 to 86400",
                "--warmup is -1; it must be 0 to 86400",
                "--window is 5000; it must be 1 to 4096",
            ],
            settings.Faults());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Faults_BadRate_SaysTheBounds(double rate) =>
        Assert.EndsWith("it must be 0.001 to 10000000", Assert.Single((Standard with { Rate = rate }).Faults()), StringComparison.Ordinal);

    [Fact]
    public void Faults_RateAndWindow_ExcludeEachOther() => Assert.StartsWith(
        "--rate and --window exclude each other",
        Assert.Single((Standard with { Rate = 100, Window = 2 }).Faults()),
        StringComparison.Ordinal);

    [Fact]
    public void Window_NotGiven_IsOneInAClosedLoopOnly()
    {
        Assert.Equal(1, Standard.Window);
        Assert.Null((Standard with { Rate = 100 }).Window);
    }

    [Theory]
    [InlineData(100, 1, 1_024, 8_192)]
    [InlineData(20_000, 1, 1_024, 20_000)]
    [InlineData(4, 4_096, 4_096, 16_384)]
    [InlineData(1_000_000, 16, 1_024, 1_000_000)]
    public void Configure_ClosedLoop_HasRoomForEveryWindow(int sessions, int window, int sessionFrames, int clientFrames)
    {
        var options = new RnnClientOptions();

        (Standard with { Sessions = sessions, Window = window }).Configure(options);

        Assert.Equal((sessionFrames, clientFrames), (options.SessionFramesLimit, options.ClientFramesLimit));
        Assert.Empty(options.Faults());
    }
}
