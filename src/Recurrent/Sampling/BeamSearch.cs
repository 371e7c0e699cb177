using System.Numerics.Tensors;
using RnnCluster.Recurrent.Networks;

namespace RnnCluster.Recurrent.Sampling;

/// <summary>
/// Beam search over token sequences, as a pure function from one state to the next. A finished hypothesis' score is its
/// log-probability divided by its length, the end token included, to the power of the length penalty.
/// </summary>
/// <param name="endToken">The token that finishes a hypothesis.</param>
/// <param name="lengthPenalty">0 for plain log-probabilities; more favours longer hypotheses.</param>
/// <remarks>
/// Each step ranks all continuations of all live hypotheses by their log-probability (at equal ones the earlier hypothesis first, then
/// the lower token) and looks at the best two times width, until as many live on as the width: those that end
/// before that are finished. Log-probabilities are summed in double precision in a fixed order: the result does not depend on the
/// machine.
/// </remarks>
public sealed class BeamSearch(int endToken, double lengthPenalty)
{
    /// <summary>Logits of the parent, <c>[vocabulary]</c>.</summary>
    public delegate ReadOnlySpan<float> LogitsOf(int parent);

    /// <summary>Follows every live hypothesis by one token.</summary>
    /// <param name="beams">Where the search stands.</param>
    /// <param name="logits">What the network gave for each live hypothesis.</param>
    /// <param name="values">The state after that step, a fresh array each time; asked once for each hypothesis that is continued.</param>
    /// <param name="scratch">Working space, <c>[vocabulary]</c>.</param>
    /// <exception cref="ArgumentException">A greatest logit is not finite: the network's numbers overflowed.</exception>
    public BeamState Expand(BeamState beams, LogitsOf logits, Func<int, float[]> values, float[] scratch)
    {
        var candidates = new List<Candidate>();
        for (var parent = 0; parent < beams.Live.Count; parent++)
        {
            AddBest(candidates, parent, beams.Live[parent].LogProbability, logits(parent), 2 * beams.Width, scratch);
        }

        candidates.Sort();
        var live = new List<Hypothesis>(beams.Width);
        List<Hypothesis> finished = [.. beams.Finished];
        var parentValues = new float[beams.Live.Count][];
        foreach (var candidate in candidates.Take(2 * beams.Width))
        {
            var parent = beams.Live[candidate.Parent];
            if (candidate.Token == endToken)
            {
                finished.Add(new Hypothesis(parent.Tokens, candidate.LogProbability, []));
                continue;
            }

            var state = parentValues[candidate.Parent] ??= values(candidate.Parent);
            live.Add(new Hypothesis([.. parent.Tokens, candidate.Token], candidate.LogProbability, state));
            if (live.Count == beams.Width)
            {
                // An end behind these is no better than what lives; counted, it would stop the search too early.
                break;
            }
        }

        return beams with { Live = live, Finished = finished };
    }

    /// <summary>Whether enough hypotheses are finished, or none lives.</summary>
    public static bool IsOver(BeamState beams) => beams.Finished.Count >= beams.Width || beams.Live.Count == 0;

    /// <summary>The hypothesis of the highest score; those that live count as finished here. At equal scores the earlier one.</summary>
    public Hypothesis Best(BeamState beams) => beams.Finished.Select(hypothesis => (Score: Score(hypothesis, 1), hypothesis))
        .Concat(IsOver(beams) ? [] : beams.Live.Select(hypothesis => (Score: Score(hypothesis, 0), hypothesis)))
        .MaxBy(scored => scored.Score).hypothesis;

    /// <summary>The score of a hypothesis.</summary>
    /// <param name="hypothesis">The hypothesis.</param>
    /// <param name="ends">1 when its end token was read, which its tokens do not hold; 0 when it still lives.</param>
    public double Score(Hypothesis hypothesis, int ends) =>
        hypothesis.LogProbability / Math.Pow(Math.Max(1, hypothesis.Tokens.Length + ends), lengthPenalty);

    /// <summary>The tokens that all hypotheses, live and finished, begin with: no later step can change them.</summary>
    public static ReadOnlySpan<int> CommonPrefix(BeamState beams)
    {
        var hypotheses = beams.Live.Concat(beams.Finished).ToList();
        ReadOnlySpan<int> prefix = hypotheses[0].Tokens;
        foreach (var hypothesis in hypotheses)
        {
            prefix = prefix[..prefix.CommonPrefixLength(hypothesis.Tokens)];
        }

        return prefix;
    }

    private static void AddBest(
        List<Candidate> candidates, int parent, double logProbability, ReadOnlySpan<float> logits, int count, float[] scratch)
    {
        var max = TensorPrimitives.Max(logits);
        if (!float.IsFinite(max))
        {
            throw new ArgumentException($"The greatest logit is {max}; it must be finite.", nameof(logits));
        }

        var logSum = max + Math.Log(OutputActivations.Exponentials(logits, max, scratch.AsSpan(0, logits.Length)));
        var best = new PriorityQueue<Candidate, Candidate>(count + 1, Worst);
        for (var token = 0; token < logits.Length; token++)
        {
            var candidate = new Candidate(logProbability + (logits[token] - logSum), parent, token);
            if (best.Count < count)
            {
                best.Enqueue(candidate, candidate);
            }
            else if (candidate.CompareTo(best.Peek()) < 0)
            {
                best.EnqueueDequeue(candidate, candidate);
            }
        }

        candidates.AddRange(best.UnorderedItems.Select(item => item.Element));
    }

    private static readonly Comparer<Candidate> Worst = Comparer<Candidate>.Create((left, right) => right.CompareTo(left));

    /// <summary>A live hypothesis and a token behind it; the better one comes first.</summary>
    private readonly record struct Candidate(double LogProbability, int Parent, int Token) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other)
        {
            var order = other.LogProbability.CompareTo(LogProbability);
            order = order != 0 ? order : Parent.CompareTo(other.Parent);
            return order != 0 ? order : Token.CompareTo(other.Token);
        }
    }
}
