using Orleans.Streams;

namespace RnnCluster.Streams.Tests.Testing;

/// <summary>A cursor as the agent uses it.</summary>
internal static class CursorExtensions
{
    /// <summary>Goes to the next batch, if there is one.</summary>
    public static bool TryMove(this IQueueCacheCursor cursor) => cursor.MoveNextWithResult().Kind == QueueCacheCursorMoveResultKind.Success;
}
