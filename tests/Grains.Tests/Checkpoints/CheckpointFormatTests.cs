using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Checkpoints;
using RnnCluster.Grains.Sessions;

namespace RnnCluster.Grains.Tests.Checkpoints;

public sealed class CheckpointFormatTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly CheckpointFormat _format;

    public CheckpointFormatTests() => _format = new CheckpointFormat(_services.GetRequiredService<Serializer<SessionRecord>>());

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Decode_WhatWasEncoded_IsTheSame()
    {
        var record = new SessionRecord
        {
            Model = "tagger",
            ModelVersion = "2",
            NextSequence = 17,
            Durability = SessionDurability.EveryFrame,
            Generation = 3,
            AnsweredThrough = 15,
            Answers = [new OutputFrame { Session = "tagger/s", Sequence = 16, Outputs = [new StepOutput { Label = "DET", Score = 0.5f }] }],
            Snapshots = ["before"],
            FailedFrames = [4],
            IsContinued = true,
            Values = [1, -2, float.Epsilon],
        };

        Assert.Equivalent(record, _format.Decode(_format.Encode(record)), strict: true);
    }

    [Fact]
    public void Decode_CutOffAnywhere_IsDamaged()
    {
        var content = Content();

        Assert.All(Enumerable.Range(0, content.Length), length => RequireDamaged(content[..length]));
        RequireDamaged([.. content, 0]);
    }

    [Fact]
    public void Decode_AnyBitTurned_IsDamaged()
    {
        var content = Content();

        // Two bytes of the header say nothing yet.
        foreach (var bit in Enumerable.Range(0, 8 * content.Length).Where(bit => bit / 8 is < 6 or > 7))
        {
            var turned = (byte[])content.Clone();
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            RequireDamaged(turned);
        }
    }

    [Theory]
    [InlineData("", "its 0 bytes do not begin with RNNS")]
    [InlineData("{\"json\": true}", "its 14 bytes do not begin with RNNS")]
    [InlineData("RNNS", "it has 4 bytes; a header alone has 20")]
    public void Decode_SomethingElse_SaysWhatItFound(string content, string fault)
    {
        var exception = Assert.Throws<SessionException>(() => _format.Decode(System.Text.Encoding.UTF8.GetBytes(content)));

        Assert.Equal(ErrorCodes.DamagedState, exception.Code);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    private byte[] Content() => _format.Encode(new SessionRecord { Model = "tagger", ModelVersion = "1", Values = [1, 2, 3], NextSequence = 4 });

    private void RequireDamaged(byte[] content) =>
        Assert.Equal(ErrorCodes.DamagedState, Assert.Throws<SessionException>(() => _format.Decode(content)).Code);
}
