using System.Reflection;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Sampling;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>Looks at every property there is: one that is added later is in these tests, or they fail.</summary>
public sealed class RecurrentStateTests
{
    private static readonly PropertyInfo[] Properties = typeof(RecurrentState).GetProperties();

    [Fact]
    public void Clone_EveryProperty_IsTheSame()
    {
        var state = Filled();

        var clone = state.Clone();

        Assert.All(Properties, property => Assert.Equal(property.GetValue(state), property.GetValue(clone)));
        Assert.NotSame(state.Values, clone.Values);
    }

    [Fact]
    public void StartSequence_EveryPropertyButTheSampler_IsAsAtFirst()
    {
        var state = Filled();
        var (fresh, sampler) = (new RecurrentState(state.Values.Length), state.Sampler);

        state.StartSequence();

        Assert.All(
            Properties.Where(property => property.Name != nameof(RecurrentState.Sampler)),
            property => Assert.Equal(property.GetValue(fresh), property.GetValue(state)));
        Assert.Equal(sampler, state.Sampler);
    }

    [Fact]
    public void Filled_EveryProperty_DiffersFromTheFirst()
    {
        var (state, fresh) = (Filled(), new RecurrentState(3));

        Assert.All(Properties, property => Assert.NotEqual(property.GetValue(fresh), property.GetValue(state)));
    }

    private static RecurrentState Filled() => new([1, 2, 3])
    {
        Steps = 4,
        Sampler = new SamplerState(5, 6),
        PendingText = "half a wo",
        Waiting = new SequenceInputs(["the"], [7], [[8, 9]]),
        Encoded = true,
        Memory = AttentionMemory.Of([[10, 11]]),
        Beams = new BeamState(2, [new Hypothesis([1], -0.5, [12])], [new Hypothesis([], -3, [])], GivenOut: 1),
    };
}
