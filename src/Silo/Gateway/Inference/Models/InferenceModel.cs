using RnnCluster.Abstractions.Models;
using RnnCluster.Silo.Gateway.Inference.Tensors;

namespace RnnCluster.Silo.Gateway.Inference.Models;

/// <summary>A model as the protocol sees it: which tensors go in, and which come out.</summary>
internal sealed class InferenceModel
{
    /// <summary>What the protocol calls the maker of a model.</summary>
    public const string Platform = "rnncluster";

    // Inputs. A request has one of those that its model has.
    public const string Text = "TEXT";
    public const string Tokens = "TOKENS";
    public const string Ids = "IDS";
    public const string Features = "FEATURES";

    // Outputs. Text and features go both ways.
    public const string Token = "TOKEN";
    public const string Label = "LABEL";
    public const string Score = "SCORE";
    public const string Probabilities = "PROBABILITIES";

    private const string EncoderDecoder = "encoder-decoder";

    public InferenceModel(ModelSummary summary)
    {
        Summary = summary;
        Inputs = summary.FeatureSize > 0
            ? [new(Features, Datatypes.Float32, [-1, summary.FeatureSize])]
            : [new(Text, Datatypes.Bytes, [1]), new(Tokens, Datatypes.Bytes, [-1]), new(Ids, Datatypes.Int64, [-1])];
        Outputs = [.. OutputsOf(summary)];
    }

    /// <summary>What the cluster says of it.</summary>
    public ModelSummary Summary { get; }

    /// <summary>The inputs, of which a request has one, or none when it only generates or ends its sequence.</summary>
    public IReadOnlyList<TensorPlace> Inputs { get; }

    /// <summary>The outputs. Each response has all of them, or those that its request names; what the frame did not give has no rows.</summary>
    public IReadOnlyList<TensorPlace> Outputs { get; }

    private static IEnumerable<TensorPlace> OutputsOf(ModelSummary summary)
    {
        var hasTokens = summary.Tokenizer.Length > 0;

        // What comes from a source is generated; the source itself is not answered.
        var hasSource = summary.Generates && (summary.Topology == EncoderDecoder || (summary.FeatureSize > 0 && hasTokens));
        if (hasTokens)
        {
            yield return new TensorPlace(Token, Datatypes.Bytes, [-1]);
        }

        if (!hasSource)
        {
            yield return new TensorPlace(Label, Datatypes.Bytes, [-1]);
            yield return new TensorPlace(Score, Datatypes.Float32, [-1]);
            yield return new TensorPlace(Probabilities, Datatypes.Float32, [-1, -1]);
        }

        if (summary.Generates)
        {
            yield return hasTokens
                ? new TensorPlace(Text, Datatypes.Bytes, [1])
                : new TensorPlace(Features, Datatypes.Float32, [-1, summary.FeatureSize]);
        }
    }
}
