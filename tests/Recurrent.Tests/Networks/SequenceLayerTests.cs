using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Tests.Kernels;

namespace RnnCluster.Recurrent.Tests.Networks;

public sealed class SequenceLayerTests
{
    private static readonly NetworkShape Shape =
        RandomNetworks.Shape(CellKind.Lstm, layers: 2, hidden: 5, features: 3, outputs: 4, bidirectional: true);

    [Fact]
    public void Step_SequencesTogether_HaveTheBitsOfEachAlone()
    {
        const int steps = 4, batch = 6;
        var tensors = RandomNetworks.Tensors(Shape, seed: 1);
        var inputs = Numbers.Uniform(new Random(2), steps * batch * 3);
        var together = SequenceReader.Read(Shape, tensors, StepKernels.Best, inputs, steps, batch).Logits.Chunk(4).ToArray();

        for (var row = 0; row < batch; row++)
        {
            float[] own = [.. inputs.Chunk(3).Where((_, at) => at % batch == row).SelectMany(input => input)];
            float[] expected = [.. together.Where((_, at) => at % batch == row).SelectMany(logits => logits)];

            Numbers.AssertSameBits(expected, SequenceReader.Read(Shape, tensors, StepKernels.Best, own, steps, batch: 1).Logits);
        }
    }

    [Fact]
    public void Add_StateOfAnotherLength_Throws()
    {
        var batch = new SequenceNetwork(Shape, RandomNetworks.Tensors(Shape, seed: 1)).Layers[0].CreateBatch(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Add(new float[1]));
    }

    [Fact]
    public void Project_VectorOfAnotherLength_Throws()
    {
        var layer = new SequenceNetwork(Shape, RandomNetworks.Tensors(Shape, seed: 1)).Layers[0];
        var batch = layer.CreateBatch(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Project(1, [new float[2]], new float[layer.StartStride]));
    }
}
