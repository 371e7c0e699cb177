using CsCheck;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

/// <summary>A sequence whose inputs are multiplied ahead, several at once, beside rows that bring theirs as they are.</summary>
public sealed class ProjectionProperties
{
    private const int Cases = 40;

    [Theory]
    [MemberData(nameof(KernelPaths.VectorBits), MemberType = typeof(KernelPaths))]
    public void Project_WholeSequence_HasTheBitsOfStepByStep(int vectorBits)
    {
        Gen.Select(NetworkCase.Any, Gen.Int[1, 40]).SampleSeeded(Cases, sample =>
        {
            var (one, steps) = sample;
            var network = one.Network(KernelPaths.OfWidth(vectorBits));
            var inputs = one.Inputs(steps);
            RecurrentState whole = one.States(network, 1)[0], stepped = whole.Clone();
            var expected = Stepping.Alone(network, stepped, inputs);

            var batch = network.CreateBatch(1);
            var job = new ProjectedJob(network, inputs);
            var logits = new List<float>();
            for (var step = 0; step < steps; step++)
            {
                batch.Clear();
                job.SetInput(batch, batch.Add(whole), step);
                network.Step(batch);
                logits.AddRange(batch.Logits(0));
                batch.Scatter(0, whole);
            }

            Numbers.AssertSameBits(expected, [.. logits]);
            Numbers.AssertSameBits(stepped.Values, whole.Values);
        });
    }

    [Theory]
    [MemberData(nameof(KernelPaths.VectorBits), MemberType = typeof(KernelPaths))]
    public void Step_ProjectedRowsBesideOthers_GivesEachTheBitsThatItHasAlone(int vectorBits)
    {
        Gen.Select(NetworkCase.Any, Gen.Bool.Array[1, 40], Gen.Int[1, 20]).SampleSeeded(Cases, sample =>
        {
            var (one, areProjected, steps) = sample;
            var network = one.Network(KernelPaths.OfWidth(vectorBits));
            var together = one.States(network, areProjected.Length);
            var alone = one.States(network, areProjected.Length);
            float[][][] inputs = [.. one.Inputs(areProjected.Length * steps).Chunk(steps)];
            ProjectedJob[] jobs = [.. inputs.Select(own => new ProjectedJob(network, own))];
            var batch = network.CreateBatch(areProjected.Length);
            for (var step = 0; step < steps; step++)
            {
                batch.Clear();
                for (var row = 0; row < areProjected.Length; row++)
                {
                    batch.Add(together[row]);
                    if (areProjected[row])
                    {
                        jobs[row].SetInput(batch, row, step);
                    }
                    else
                    {
                        batch.SetFeatures(row, inputs[row][step]);
                    }
                }

                network.Step(batch);
                for (var row = 0; row < areProjected.Length; row++)
                {
                    Numbers.AssertSameBits(Stepping.Alone(network, alone[row], [inputs[row][step]]), batch.Logits(row));
                    batch.Scatter(row, together[row]);
                }
            }

            Assert.All(together.Zip(alone), pair => Numbers.AssertSameBits(pair.Second.Values, pair.First.Values));
        });
    }

    [Fact]
    public void Project_OfALayer_GivesEachInputTheBitsThatItHasAlone()
    {
        Gen.Select(NetworkCase.Any, Gen.Int[1, RowBatch.ProjectionRowsLimit]).SampleSeeded(Cases, sample =>
        {
            var (one, count) = sample;
            var shape = one.Shape with { Bidirectional = true, Attention = false };
            foreach (var kernel in KernelPaths.All)
            {
                var layer = new SequenceNetwork(shape, RandomNetworks.Tensors(shape, one.Seed), kernel, one.Format).Layers[0];
                var batch = layer.CreateBatch(1);
                for (var direction = 0; direction < 2; direction++)
                {
                    var inputs = one.Inputs(count);
                    var together = new float[count * layer.StartStride];
                    batch.Project(direction, inputs, together);
                    for (var row = 0; row < count; row++)
                    {
                        var alone = new float[layer.StartStride];
                        batch.Project(direction, inputs.AsSpan(row, 1), alone);

                        Numbers.AssertSameBits(alone, together.AsSpan(row * layer.StartStride, layer.StartStride));
                    }
                }
            }
        });
    }

    /// <summary>A sequence that is multiplied as many inputs at a time as a batch takes.</summary>
    private sealed class ProjectedJob(RecurrentNetwork network, float[][] inputs)
    {
        private readonly float[] _starts = new float[RowBatch.ProjectionRowsLimit * network.StartStride];
        private readonly SequenceInputs _inputs = new([], [], inputs);

        public void SetInput(StepBatch batch, int row, int step)
        {
            var ahead = step % RowBatch.ProjectionRowsLimit;
            if (ahead == 0)
            {
                var count = Math.Min(RowBatch.ProjectionRowsLimit, inputs.Length - step);
                batch.Project(_inputs, step, _starts.AsSpan(0, count * network.StartStride));
            }

            batch.SetProjected(row, _starts.AsSpan(ahead * network.StartStride, network.StartStride));
        }
    }
}
