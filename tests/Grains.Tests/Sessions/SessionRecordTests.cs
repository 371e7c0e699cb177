using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using RnnCluster.Grains.Sessions;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Grains.Tests.Sessions;

/// <summary>Looks at every property of the state there is: one that is added later is stored, or this fails.</summary>
public sealed class SessionRecordTests
{
    private static readonly RecurrentState Filled = new([1, 2, 3])
    {
        Steps = 4,
        Sampler = new SamplerState(5, 6),
        PendingText = "half a wo",
        Waiting = new SequenceInputs(["the"], [7], [[8, 9], [10]]),
        Encoded = true,
        Memory = AttentionMemory.Of([[11, 12], [13, 14]]),
        Beams = new BeamState(2, [new Hypothesis([1], -0.5, [15])], [new Hypothesis([], -3, []), new Hypothesis([1, 2], -4, [])], GivenOut: 1),
    };

    [Fact]
    public void Restore_EveryPropertyThroughTheSerializer_IsTheSame()
    {
        var record = new SessionRecord { ModelVersion = "1", NextSequence = 16, ReplyTo = "me", Seed = 17 };
        record.Store(Filled);

        var copy = RoundTrip(record);

        Assert.Equal(("1", 16, "me", 17UL), (copy.ModelVersion, copy.NextSequence, copy.ReplyTo, copy.Seed));
        Assert.All(typeof(RecurrentState).GetProperties(), property =>
        {
            Assert.NotEqual(property.GetValue(new RecurrentState(3)), property.GetValue(Filled));
            Assert.Equivalent(property.GetValue(Filled), property.GetValue(copy.Restore()), strict: true);
        });
    }

    [Fact]
    public void Restore_FreshStateThroughTheSerializer_IsFresh()
    {
        var record = new SessionRecord();
        record.Store(new RecurrentState(3));

        Assert.Equivalent(new RecurrentState(3), RoundTrip(record).Restore(), strict: true);
    }

    private static SessionRecord RoundTrip(SessionRecord record)
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer<SessionRecord>>();
        return serializer.Deserialize(serializer.SerializeToArray(record))!;
    }
}
