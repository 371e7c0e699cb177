namespace RnnCluster.Recurrent.Sampling;

/// <summary>
/// How a class is drawn from logits: divided by the temperature, cut to the <see cref="TopK"/> most probable classes, of these
/// to the smallest set that holds <see cref="TopP"/> of their probability.
/// </summary>
public sealed record SamplingOptions
{
    /// <summary>The largest <see cref="Temperature"/>.</summary>
    public const float TemperatureLimit = 100;

    /// <summary>
    /// Divides the logits: below 1 sharpens the distribution, above 1 flattens it; 0 takes the most probable class. From 0 to
    /// 100, default 1.
    /// </summary>
    public float Temperature { get; init; } = 1;

    /// <summary>
    /// Number of most probable classes that may be drawn, at equal logits the lower class first. At least 0, default 0: all.
    /// </summary>
    public int TopK { get; init; }

    /// <summary>
    /// Probability that the classes that may be drawn hold together (nucleus sampling, https://arxiv.org/abs/1904.09751). Above 0
    /// up to 1, default 1: all.
    /// </summary>
    public float TopP { get; init; } = 1;

    /// <summary>One sentence for each option that is out of its range; empty when all is well.</summary>
    public IEnumerable<string> Faults()
    {
        if (Temperature is not (>= 0 and <= TemperatureLimit))
        {
            yield return $"temperature is {Temperature}; it must be a number from 0 to {TemperatureLimit}";
        }

        if (TopK < 0)
        {
            yield return $"topK is {TopK}; it must be a whole number from 0 (off) up";
        }

        if (TopP is not (> 0 and <= 1))
        {
            yield return $"topP is {TopP}; it must be a number above 0 and up to 1 (off)";
        }
    }
}
