using RnnCluster.Silo.Gateway.Inference.Running;
using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Gateway.Inference.Grpc;

/// <summary>Reads requests that came by gRPC.</summary>
internal static class GrpcRequests
{
    /// <summary>Reads a request.</summary>
    /// <exception cref="FormatException">It is malformed; the message says what is wrong.</exception>
    public static InferenceRequest Read(ModelInferRequest request) => new()
    {
        Model = request.ModelName,
        Version = NullIfEmpty(request.ModelVersion),
        Id = NullIfEmpty(request.Id),
        Parameters = InferenceParameters.Read(Values(request)),
        Inputs = [.. Inputs(request)],
        Outputs = [.. request.Outputs.Select(output => output.Name)],
    };

    /// <summary>The sequence that a request belongs to, model and id; null for one of its own, or one that cannot be read.</summary>
    public static string? SequenceOf(ModelInferRequest request)
    {
        if (!request.Parameters.TryGetValue("sequence_id", out var id))
        {
            return null;
        }

        return id.ParameterChoiceCase switch
        {
            InferParameter.ParameterChoiceOneofCase.Int64Param => $"{request.ModelName}/{id.Int64Param}",
            InferParameter.ParameterChoiceOneofCase.Uint64Param => $"{request.ModelName}/{id.Uint64Param}",
            InferParameter.ParameterChoiceOneofCase.StringParam => $"{request.ModelName}/{id.StringParam}",
            _ => null,
        };
    }

    /// <summary>Text of a field that is empty when it is not given.</summary>
    public static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static Dictionary<string, object> Values(ModelInferRequest request) =>
        request.Parameters.ToDictionary(parameter => parameter.Key, parameter => Value(parameter.Key, parameter.Value), StringComparer.Ordinal);

    private static object Value(string name, InferParameter parameter) => parameter.ParameterChoiceCase switch
    {
        InferParameter.ParameterChoiceOneofCase.BoolParam => parameter.BoolParam,
        InferParameter.ParameterChoiceOneofCase.Int64Param => parameter.Int64Param,
        InferParameter.ParameterChoiceOneofCase.Uint64Param => parameter.Uint64Param,
        InferParameter.ParameterChoiceOneofCase.DoubleParam => parameter.DoubleParam,
        InferParameter.ParameterChoiceOneofCase.StringParam => parameter.StringParam,
        _ => throw new FormatException($"parameter '{InferenceTensor.Short(name)}' has no value"),
    };

    private static IEnumerable<InferenceTensor> Inputs(ModelInferRequest request)
    {
        var raw = request.RawInputContents;
        if (raw.Count > 0 && raw.Count != request.Inputs.Count)
        {
            throw new FormatException($"the request has {request.Inputs.Count} inputs and {raw.Count} raw_input_contents; it must have as many, or none");
        }

        for (var index = 0; index < request.Inputs.Count; index++)
        {
            var input = request.Inputs[index];
            long[] shape = [.. input.Shape];
            yield return raw.Count == 0
                ? Typed(input, shape)
                : IsEmpty(input.Contents)
                    ? RawTensor.Read(input.Name, input.Datatype, shape, raw[index].Span)
                    : throw new FormatException($"input {InferenceTensor.Short(input.Name)} has contents beside raw_input_contents; it must have one of them");
        }
    }

    private static bool IsEmpty(InferTensorContents? contents) => contents is null || contents.CalculateSize() == 0;

    private static InferenceTensor Typed(ModelInferRequest.Types.InferInputTensor input, long[] shape)
    {
        var contents = input.Contents ?? new InferTensorContents();
        return input.Datatype switch
        {
            Datatypes.Bytes => InferenceTensor.Of(input.Name, contents.BytesContents.Select(bytes => RawTensor.Text(input.Name, bytes.Span)).ToArray(), shape),
            Datatypes.Int32 => InferenceTensor.Of(input.Name, contents.IntContents.ToArray(), shape),
            Datatypes.Int64 => InferenceTensor.Of(input.Name, contents.Int64Contents.ToArray(), shape),
            Datatypes.Float32 => InferenceTensor.Of(input.Name, contents.Fp32Contents.ToArray(), shape),
            _ => throw RawTensor.Unknown(input.Name, input.Datatype),
        };
    }
}
