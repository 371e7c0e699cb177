using RnnCluster.Abstractions.Frames;

namespace RnnCluster.Cli.Evaluation.Cases;

/// <summary>A sentence with a tag for each word. The numbers are: right tags, words.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Words">The words as the treebank cuts them.</param>
/// <param name="Tags">As many tags.</param>
internal sealed record TaggedCase(string Place, string[] Words, string[] Tags) : EvaluationCase(Place, new TokensInput(Words))
{
    public override double[] Compare(IReadOnlyList<StepOutput> outputs)
    {
        RequireOutputs(outputs, Tags.Length);
        return [outputs.Zip(Tags, (output, tag) => output.Label == tag ? 1 : 0).Sum(), Tags.Length];
    }
}
