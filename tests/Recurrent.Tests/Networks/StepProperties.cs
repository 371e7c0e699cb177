using CsCheck;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>What makes live sessions possible: nobody else in the batch, no cut and no path changes a bit of a result.</summary>
public sealed class StepProperties
{
    private const int Cases = 50;

    [Theory]
    [MemberData(nameof(KernelPaths.VectorBits), MemberType = typeof(KernelPaths))]
    public void Step_BatchOfAnySize_EqualsSingleStepsBitForBit(int vectorBits)
    {
        Gen.Select(NetworkCase.Any, Gen.Int[1, 130]).SampleSeeded(Cases, sample =>
        {
            var (one, rows) = sample;
            var network = one.Network(KernelPaths.OfWidth(vectorBits));
            RecurrentState[] together = one.States(network, rows), alone = one.States(network, rows);
            var inputs = one.Inputs(rows);

            var logits = Stepping.Pass(network, network.CreateBatch(rows), together, inputs);

            for (var row = 0; row < rows; row++)
            {
                Numbers.AssertSameBits(Stepping.Alone(network, alone[row], [inputs[row]]), logits[row]);
                Numbers.AssertSameBits(alone[row].Values, together[row].Values);
            }
        });
    }

    [Theory]
    [MemberData(nameof(KernelPaths.VectorBits), MemberType = typeof(KernelPaths))]
    public void Step_PermutedBatch_PermutesItsOutputs(int vectorBits)
    {
        var orders = Gen.Int[1, 70].SelectMany(rows => Gen.Shuffle(Enumerable.Range(0, rows).ToArray()));
        Gen.Select(NetworkCase.Any, orders).SampleSeeded(Cases, sample =>
        {
            var (one, order) = sample;
            var network = one.Network(KernelPaths.OfWidth(vectorBits));
            RecurrentState[] straight = one.States(network, order.Length), permuted = one.States(network, order.Length);
            var inputs = one.Inputs(order.Length);
            var batch = network.CreateBatch(order.Length);

            var expected = Stepping.Pass(network, batch, straight, inputs);
            var actual = Stepping.Pass(
                network, batch, [.. order.Select(row => permuted[row])], [.. order.Select(row => inputs[row])]);

            for (var place = 0; place < order.Length; place++)
            {
                Numbers.AssertSameBits(expected[order[place]], actual[place]);
                Numbers.AssertSameBits(straight[order[place]].Values, permuted[order[place]].Values);
            }
        });
    }

    [Theory]
    [MemberData(nameof(KernelPaths.VectorBits), MemberType = typeof(KernelPaths))]
    public void Step_SequenceCutAnywhere_EqualsTheWhole(int vectorBits)
    {
        var sequences = Gen.Int[1, 30].SelectMany(steps => Gen.Bool.Array[steps]);
        Gen.Select(NetworkCase.Any, sequences).SampleSeeded(Cases, sample =>
        {
            var (one, cuts) = sample;
            var network = one.Network(KernelPaths.OfWidth(vectorBits));
            var inputs = one.Inputs(cuts.Length);
            RecurrentState whole = one.States(network, 1)[0], cloned = whole.Clone(), stored = whole.Clone();
            var expected = Stepping.Alone(network, whole, inputs);

            var throughClones = new List<float>();
            var throughValues = new List<float>();
            for (var step = 0; step < cuts.Length; step++)
            {
                if (cuts[step])
                {
                    cloned = cloned.Clone();
                    stored = new RecurrentState([.. stored.Values]) { Steps = stored.Steps, Memory = stored.Memory };
                }

                throughClones.AddRange(Stepping.Alone(network, cloned, [inputs[step]]));
                throughValues.AddRange(Stepping.Alone(network, stored, [inputs[step]]));
            }

            Numbers.AssertSameBits(expected, [.. throughClones]);
            Numbers.AssertSameBits(expected, [.. throughValues]);
            Numbers.AssertSameBits(whole.Values, cloned.Values);
            Numbers.AssertSameBits(whole.Values, stored.Values);
            Assert.Equal((whole.Steps, whole.Steps), (cloned.Steps, stored.Steps));
        });
    }

    [Fact]
    public void Step_SequenceThroughBatch_HasTheBitsOfItsLayersOneByOne()
    {
        Gen.Select(NetworkCase.Plain, Gen.Int[1, 12]).SampleSeeded(Cases, sample =>
        {
            var (one, steps) = sample;
            var inputs = one.Inputs(steps);
            foreach (var kernel in KernelPaths.All)
            {
                var network = one.Network(kernel);

                float[] together = [.. inputs.SelectMany(input => input)];
                var read = SequenceReader.Read(one.Shape, one.Tensors, kernel, together, steps, batch: 1);

                Numbers.AssertSameBits(read.Logits, Stepping.Alone(network, network.CreateState(), inputs));
            }
        });
    }

    [Fact]
    public void Step_EveryPath_GivesTheSameBits()
    {
        Gen.Select(NetworkCase.Any, Gen.Int[1, 20], Gen.Int[1, 4]).SampleSeeded(Cases, sample =>
        {
            var (one, rows, steps) = sample;
            var runs = KernelPaths.All.Select(kernel =>
            {
                var network = one.Network(kernel);
                var states = one.States(network, rows);
                var batch = network.CreateBatch(rows);
                var logits = one.Inputs(rows * steps).Chunk(rows)
                    .SelectMany(inputs => Stepping.Pass(network, batch, states, inputs));
                return logits.SelectMany(row => row).Concat(states.SelectMany(state => state.Values)).ToArray();
            }).ToArray();

            Assert.All(runs, run => Numbers.AssertSameBits(runs[^1], run));
        });
    }

    [Theory]
    [MemberData(nameof(KernelPaths.VectorBits), MemberType = typeof(KernelPaths))]
    public void Step_ManySteps_KeepsThePaddingOfTheStateZero(int vectorBits)
    {
        Gen.Select(NetworkCase.Any, Gen.Int[1, 9]).SampleSeeded(Cases, sample =>
        {
            var (one, rows) = sample;
            var network = one.Network(KernelPaths.OfWidth(vectorBits));
            var states = one.States(network, rows);
            var batch = network.CreateBatch(rows);
            foreach (var inputs in one.Inputs(rows * 10).Chunk(rows))
            {
                Stepping.Pass(network, batch, states, inputs);
            }

            var padding = states.SelectMany(state => state.Values.Chunk(network.HiddenStride))
                .SelectMany(row => row[one.Shape.HiddenSize..]).ToArray();
            Numbers.AssertSameBits(new float[padding.Length], padding);
        });
    }
}
