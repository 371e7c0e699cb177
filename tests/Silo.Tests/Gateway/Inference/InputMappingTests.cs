using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Silo.Gateway.Inference.Models;
using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Tests.Gateway.Inference;

public sealed class InputMappingTests
{
    private static readonly InferenceModel Tokens = new(new ModelSummary { Name = "t", VocabularySize = 9, Tokenizer = "words" });
    private static readonly InferenceModel Vectors = new(new ModelSummary { Name = "v", FeatureSize = 2 });

    [Fact]
    public void ToInput_EachTensor_BecomesItsInput()
    {
        Assert.Equal("a b", Read<TextInput>(Tokens, InferenceTensor.Of("TEXT", ["a b"], 1)).Text);
        Assert.Equal("a b", Read<TextInput>(Tokens, InferenceTensor.Of("TEXT", ["a b"], 1, 1)).Text);
        Assert.Equal("a b", Read<TextInput>(Tokens, InferenceTensor.Of("TEXT", ["a b"])).Text);
        Assert.Equal(["a", "b"], Read<TokensInput>(Tokens, InferenceTensor.Of("TOKENS", ["a", "b"], 2)).Tokens);
        Assert.Equal([1, 2], Read<IdsInput>(Tokens, InferenceTensor.Of("IDS", [1L, 2L], 1, 2)).Ids);
        Assert.Equal([1, 2], Read<IdsInput>(Tokens, InferenceTensor.Of("IDS", [1, 2], 2)).Ids);
        Assert.Equal(Rows([1, 2], [3, 4], [5, 6]), Read<FeaturesInput>(Vectors, InferenceTensor.Of("FEATURES", [1f, 2, 3, 4, 5, 6], 3, 2)).Vectors);
        Assert.Equal(Rows([1, 2], [3, 4]), Read<FeaturesInput>(Vectors, InferenceTensor.Of("FEATURES", [1f, 2, 3, 4], 1, 2, 2)).Vectors);
        Assert.Null(InputMapping.ToInput(Vectors, []));
    }

    [Fact]
    public void ToInput_OtherTensors_SaysWhatIsAllowed()
    {
        Assert.Equal("shape of TEXT is [2]; it has one element, [1]", Fault(Tokens, InferenceTensor.Of("TEXT", ["a", "b"], 2)));
        Assert.Equal("datatype of TEXT is FP32; it must be BYTES", Fault(Tokens, InferenceTensor.Of("TEXT", [1f], 1)));
        Assert.Equal("shape of TOKENS is [2,1]; it must be [T], with T steps", Fault(Tokens, InferenceTensor.Of("TOKENS", ["a", "b"], 2, 1)));
        Assert.Equal("shape of IDS is []; it must be [T], with T steps", Fault(Tokens, InferenceTensor.Of("IDS", [1L])));
        Assert.Equal("datatype of IDS is FP32; it must be INT64 or INT32", Fault(Tokens, InferenceTensor.Of("IDS", [1f], 1)));
        Assert.Equal("IDS has 4294967296 at position 1; it must be a row of the vocabulary", Fault(Tokens, InferenceTensor.Of("IDS", [1L, 1L << 32], 2)));
        Assert.Equal("shape of FEATURES is [4]; it must be [T,2], with T vectors", Fault(Vectors, InferenceTensor.Of("FEATURES", [1f, 2, 3, 4], 4)));
        Assert.Equal("shape of FEATURES is [2,1,2]; it must be [T,2], with T vectors", Fault(Vectors, InferenceTensor.Of("FEATURES", [1f, 2, 3, 4], 2, 1, 2)));
        Assert.Equal("the input is 'TEXT'; model 'v' reads one of FEATURES", Fault(Vectors, InferenceTensor.Of("TEXT", ["a"], 1)));
        Assert.Equal(
            "the request has 2 inputs; model 't' reads one of TEXT, TOKENS, IDS",
            Fault(Tokens, InferenceTensor.Of("TEXT", ["a"], 1), InferenceTensor.Of("IDS", [1L], 1)));
    }

    private static float[][] Rows(params float[][] rows) => rows;

    private static T Read<T>(InferenceModel model, InferenceTensor tensor) => Assert.IsType<T>(InputMapping.ToInput(model, [tensor]));

    private static string Fault(InferenceModel model, params InferenceTensor[] tensors) =>
        Assert.Throws<FormatException>(() => InputMapping.ToInput(model, tensors)).Message;
}
