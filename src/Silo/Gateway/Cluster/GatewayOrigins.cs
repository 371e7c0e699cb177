using System.Collections.Concurrent;

namespace RnnCluster.Silo.Gateway.Cluster;

/// <summary>Where the gateways of this cluster are or were: pages that one of them served may speak to the others.</summary>
internal sealed class GatewayOrigins
{
    private const int Limit = 1_000;

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All that were learnt, <c>http://127.0.0.1:8080</c> each.</summary>
    public IEnumerable<string> Known => _known.Keys;

    public bool Contains(string origin) => _known.ContainsKey(origin);

    /// <summary>Keeps origins; also those of silos that die later, whose pages go on at the others.</summary>
    public void Learn(IEnumerable<string> origins)
    {
        foreach (var origin in origins.Where(_ => _known.Count < Limit))
        {
            _known[origin] = true;
        }
    }
}
