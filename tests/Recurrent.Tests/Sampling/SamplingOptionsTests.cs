using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Recurrent.Tests.Sampling;

public sealed class SamplingOptionsTests
{
    [Fact]
    public void Faults_Defaults_None()
    {
        Assert.Empty(new SamplingOptions().Faults());
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(100, int.MaxValue, float.Epsilon)]
    public void Faults_AtBounds_None(float temperature, int topK, float topP)
    {
        Assert.Empty(new SamplingOptions { Temperature = temperature, TopK = topK, TopP = topP }.Faults());
    }

    [Theory]
    [InlineData(-1, "temperature is -1; it must be a number from 0 to 100")]
    [InlineData(100.5f, "temperature is 100.5; it must be a number from 0 to 100")]
    [InlineData(float.NaN, "temperature is NaN; it must be a number from 0 to 100")]
    [InlineData(float.PositiveInfinity, "temperature is Infinity; it must be a number from 0 to 100")]
    public void Faults_TemperatureOutOfRange_Named(float temperature, string expected)
    {
        Assert.Equal([expected], new SamplingOptions { Temperature = temperature }.Faults());
    }

    [Fact]
    public void Faults_Several_AllNamed()
    {
        string[] expected =
        [
            "temperature is -1; it must be a number from 0 to 100",
            "topK is -2; it must be a whole number from 0 (off) up",
            "topP is 0; it must be a number above 0 and up to 1 (off)",
        ];

        Assert.Equal(expected, new SamplingOptions { Temperature = -1, TopK = -2, TopP = 0 }.Faults());
    }

    [Theory]
    [InlineData(-0.5f)]
    [InlineData(1.5f)]
    [InlineData(float.NaN)]
    public void Faults_TopPOutOfRange_Named(float topP)
    {
        var expected = $"topP is {topP}; it must be a number above 0 and up to 1 (off)";

        Assert.Equal([expected], new SamplingOptions { TopP = topP }.Faults());
    }
}
