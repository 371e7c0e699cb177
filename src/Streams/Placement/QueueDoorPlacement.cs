using Orleans.Placement;

namespace RnnCluster.Streams.Placement;

/// <summary>Places the door of a queue on the silo that reads the queue.</summary>
[GenerateSerializer, Immutable, Alias("rnn.QueueDoorPlacement")]
internal sealed class QueueDoorPlacement : PlacementStrategy;

/// <summary>Marks the grain that <see cref="QueueDoorPlacement"/> is for.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class QueueDoorPlacementAttribute() : PlacementAttribute(new QueueDoorPlacement());
