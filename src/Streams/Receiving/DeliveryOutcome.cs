namespace RnnCluster.Streams.Receiving;

/// <summary>How a delivery ended.</summary>
/// <param name="Result">What the subscriber answered.</param>
/// <param name="Fault">Why it failed; null when it did not.</param>
[GenerateSerializer, Immutable, Alias("rnn.DeliveryOutcome")]
internal sealed record DeliveryOutcome([property: Id(0)] object? Result, [property: Id(1)] Exception? Fault);
