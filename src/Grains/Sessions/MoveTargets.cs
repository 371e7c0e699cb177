using Microsoft.Extensions.DependencyInjection;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Grains.Sessions;

/// <summary>Where a session goes that somebody wants elsewhere.</summary>
internal sealed class MoveTargets(
    IClusterMembershipService membership,
    ILocalSiloDetails local,
    [FromKeyedServices(RnnStreams.InputProvider)] ILiveStreamLocator locator)
{
    /// <summary>The silo that was asked for; without a name that of the session's queue or, when it is there, the one that comes next.</summary>
    /// <param name="session">The session's input.</param>
    /// <param name="name">The silo, <c>host:port</c>; null for any.</param>
    /// <exception cref="SessionException">There is none such: <see cref="ErrorCodes.UnknownSilo"/>.</exception>
    public SiloAddress Find(StreamId session, string? name)
    {
        if (name is null)
        {
            return (locator.Locate(session) is { } reader && !reader.Equals(local.SiloAddress) ? reader : locator.LocateNext(session))
                ?? throw new SessionException(ErrorCodes.UnknownSilo, $"there is no other silo than {local.SiloAddress.Endpoint}; start one");
        }

        var active = membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).ToList();
        return active.Find(silo => silo.Endpoint.ToString() == name) ?? throw new SessionException(ErrorCodes.UnknownSilo,
            $"there is no silo {name}; there are {string.Join(", ", active.Select(silo => silo.Endpoint.ToString()).Order(StringComparer.Ordinal))}");
    }
}
