namespace RnnCluster.LiveStreams.Echo;

/// <summary>What is sent, and comes back as it is.</summary>
/// <param name="Session">Its number in the client.</param>
/// <param name="ReplyTo">Key of the client's reply stream.</param>
[GenerateSerializer, Immutable, Alias("bench.EchoEvent")]
internal sealed record EchoEvent([property: Id(0)] int Session, [property: Id(1)] string ReplyTo);
