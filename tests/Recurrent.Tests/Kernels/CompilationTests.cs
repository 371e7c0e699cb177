using System.Reflection;
using RnnCluster.Recurrent.Cells;
using RnnCluster.Recurrent.Kernels;

namespace RnnCluster.Recurrent.Tests.Kernels;

/// <summary>A busy processor leaves code unoptimised for seconds: loops must be fully compiled at their first call, what they call inlined.</summary>
public sealed class CompilationTests
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static TheoryData<Type, string> Loops { get; } = new()
    {
        { typeof(MatrixTile<,,>), "Run" },
        { typeof(MatrixPanel<,,>), "MultiplyAddChunk" },
        { typeof(VectorCell<,,,>), "Step" },
        { typeof(VectorCell<,,,>), "Finish" },
        { typeof(BytePanel<,,,>), "OneByOne" },
        { typeof(BytePanel<,,,>), "Tiles" },
        { typeof(ByteTile<,>), "Rows" },
        { typeof(ByteTile<,>), "Row" },
        { typeof(AttentionKernel), "Scores" },
        { typeof(AttentionKernel), "Mix" },
    };

    public static TheoryData<Type> Leaves { get; } =
    [
        typeof(VectorPath512),
        typeof(VectorPath256),
        typeof(VectorPath128),
        typeof(BytePathVnni),
        typeof(BytePath512),
        typeof(BytePath256),
        typeof(BytePath128),
        typeof(TileRow<,>),
        typeof(ByteRow<,>),
        typeof(VectorMath<,>),
        typeof(LstmGates),
        typeof(GruGates),
        typeof(RnnGates<>),
    ];

    [Theory]
    [MemberData(nameof(Loops))]
    public void Loop_OfAKernel_SkipsTheTiers(Type type, string method)
    {
        var methods = type.GetMethods(Declared).Where(candidate => candidate.Name == method).ToList();

        Assert.NotEmpty(methods);
        Assert.All(methods, loop => Assert.True(loop.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization)));
    }

    [Theory]
    [MemberData(nameof(Leaves))]
    public void Leaf_OfALoop_IsInlined(Type type)
    {
        var methods = type.GetMethods(Declared).Where(method => !method.IsSpecialName).ToList();

        Assert.NotEmpty(methods);
        Assert.All(methods, leaf => Assert.True(
            leaf.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveInlining), leaf.Name));
    }
}
