using Orleans.Providers.Streams.Common;

namespace RnnCluster.Streams.Tests.Testing;

/// <summary>The place of a batch.</summary>
internal sealed class EventToken(long number) : EventSequenceTokenV2(number);
