using Google.Protobuf;
using RnnCluster.Silo.Gateway.Inference.Running;
using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Gateway.Inference.Grpc;

/// <summary>Writes responses that leave by gRPC.</summary>
internal static class GrpcResponses
{
    /// <summary>A response.</summary>
    /// <param name="result">What it says.</param>
    /// <param name="isRaw">Whether elements go as bytes, as those of the request came.</param>
    public static ModelInferResponse Write(InferenceResult result, bool isRaw)
    {
        var response = new ModelInferResponse
        {
            ModelName = result.Model,
            ModelVersion = result.Version,
            Id = result.Id ?? "",
            Parameters = { [InferenceResult.EndParameter] = new InferParameter { BoolParam = result.End } },
        };
        foreach (var output in result.Outputs)
        {
            var tensor = new ModelInferResponse.Types.InferOutputTensor { Name = output.Name, Datatype = output.Datatype, Shape = { output.Shape } };
            response.Outputs.Add(tensor);
            if (isRaw)
            {
                response.RawOutputContents.Add(UnsafeByteOperations.UnsafeWrap(RawTensor.Write(output)));
            }
            else
            {
                tensor.Contents = Typed(output);
            }
        }

        return response;
    }

    private static InferTensorContents Typed(InferenceTensor tensor) => tensor.Values switch
    {
        string[] texts => new InferTensorContents { BytesContents = { texts.Select(ByteString.CopyFromUtf8) } },
        int[] numbers => new InferTensorContents { IntContents = { numbers } },
        long[] numbers => new InferTensorContents { Int64Contents = { numbers } },
        float[] numbers => new InferTensorContents { Fp32Contents = { numbers } },
        _ => throw new InvalidOperationException($"tensors have no elements of type {tensor.Values.GetType()}"),
    };
}
