using RnnCluster.Abstractions.Sessions;
using RnnCluster.Silo.Gateway.Inference.Running;

namespace RnnCluster.Silo.Tests.Gateway.Inference;

public sealed class InferenceParametersTests
{
    [Theory]
    [InlineData(5L, "5")]
    [InlineData(5UL, "5")]
    [InlineData(ulong.MaxValue, "18446744073709551615")]
    [InlineData("five", "five")]
    [InlineData(0L, null)]
    [InlineData("", null)]
    public void SequenceId_NumberOrString_NamesTheSequence(object id, string? expected) => Assert.Equal(expected, Read(("sequence_id", id)).SequenceId);

    [Fact]
    public void Read_All_UnderstandsEach()
    {
        var read = Read(
            ("sequence_id", "s"), ("sequence_start", true), ("sequence_end", true), ("generate", 12L), ("temperature", 0.8), ("top_k", 3L),
            ("top_p", "0.5"), ("seed", ulong.MaxValue), ("beams", 1L), ("durability", "interval"), ("timeout", 1_500_000L), ("priority", 2L));

        Assert.True(read is { Start: true, End: true, Seed: ulong.MaxValue, Durability: SessionDurability.Interval });
        Assert.Equal(TimeSpan.FromSeconds(1.5), read.Timeout);
        Assert.True(read.Generation is { Tokens: 12, Temperature: 0.8f, TopK: 3, TopP: 0.5f, Seed: ulong.MaxValue, Beams: 1 });
    }

    [Fact]
    public void Read_Nothing_IsASequenceOfItsOwn() =>
        Assert.True(Read() is { SequenceId: null, Start: false, End: false, Generation: null, Seed: null, Timeout: null, Durability: SessionDurability.EveryFrame });

    [Theory]
    [InlineData("sequence_start", true, "the request has sequence_start without sequence_id; it must have both, or neither")]
    [InlineData("sequence_end", true, "the request has sequence_end without sequence_id; it must have both, or neither")]
    [InlineData("sequence_id", true, "sequence_id is True; it must be a whole number or a string")]
    [InlineData("sequence_end", 1L, "sequence_end is 1; it must be true or false")]
    [InlineData("generate", "many", "generate is 'many'; it must be a whole number")]
    [InlineData("generate", 1.5, "generate is 1.5; it must be a whole number")]
    [InlineData("generate", long.MaxValue, "generate is 9223372036854775807; it must be a whole number")]
    [InlineData("seed", -1L, "seed is -1; it must be a whole number from 0 to 18,446,744,073,709,551,615")]
    [InlineData("temperature", 0.5, "the request says how to generate without generate; it must have both, or the package's defaults")]
    [InlineData("durability", "always", "durability is 'always'; it must be interval, none, everyFrame")]
    [InlineData("timeout", -5L, "timeout is -5; it must be 0 to 86400000000 microseconds")]
    [InlineData("temprature", 0.5, "parameter 'temprature' is unknown; there are sequence_id, sequence_start, sequence_end, generate, beams, temperature, top_k, top_p, seed, durability, timeout and priority")]
    public void Read_Senseless_SaysWhatIsAllowed(string name, object value, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Read((name, value))).Message);

    private static InferenceParameters Read(params (string Name, object Value)[] values) =>
        InferenceParameters.Read(values.ToDictionary(value => value.Name, value => value.Value));
}
