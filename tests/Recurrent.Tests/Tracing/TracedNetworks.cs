using RnnCluster.Recurrent.Networks;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Tests.Networks;

namespace RnnCluster.Recurrent.Tests.Tracing;

/// <summary>Packages of feature vectors with seeded weights, made in memory.</summary>
internal static class TracedNetworks
{
    public static PackageContents Package(CellKind cell, int layers, OutputActivation activation = OutputActivation.Softmax)
    {
        var shape = RandomNetworks.Shape(cell, layers, hidden: 7, features: 5, outputs: 3) with { Activation = activation };
        var manifest = new ModelManifest
        {
            Name = "random",
            Version = "1",
            Licence = "MIT",
            Topology = Topology.ManyToMany,
            Cell = cell,
            Layers = layers,
            HiddenSize = shape.HiddenSize,
            Input = new InputManifest { Kind = InputKind.Features, Size = shape.FeatureSize },
            Head = new HeadManifest { Size = shape.OutputSize, Activation = activation },
        };
        return new PackageContents(
            manifest, new ModelShape { Step = shape }, RandomNetworks.Tensors(shape, seed: 11), Reader: null, SourceReader: null, Labels: null, Files: []);
    }
}
