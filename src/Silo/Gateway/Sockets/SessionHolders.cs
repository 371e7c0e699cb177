using System.Collections.Concurrent;
using RnnCluster.Abstractions.Sessions;

namespace RnnCluster.Silo.Gateway.Sockets;

/// <summary>Which socket of this gateway has which session: one at a time, and the one that comes last gets it.</summary>
/// <remarks>A client that lost its connection is back before its old socket is seen to be gone.</remarks>
internal sealed class SessionHolders
{
    private readonly ConcurrentDictionary<SessionKey, SocketSession> _holders = [];

    /// <summary>Takes a session from the socket that has it.</summary>
    /// <returns>Completes when <paramref name="claimant"/> is the only one that has it.</returns>
    public async Task ClaimAsync(SocketSession claimant)
    {
        while (_holders.GetOrAdd(claimant.Key, claimant) is var holder && holder != claimant)
        {
            await holder.GiveUpAsync(isTaken: true);
        }
    }

    /// <summary>The session is free again.</summary>
    public void Release(SocketSession holder) => _holders.TryRemove(new(holder.Key, holder));
}
