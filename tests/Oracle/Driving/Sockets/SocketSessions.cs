using RnnCluster.Oracle.Frames;

namespace RnnCluster.Oracle.Driving.Sockets;

/// <summary>Sessions over a few WebSockets to the silos' gateways.</summary>
internal sealed class SocketSessions : ISessionSource, IAsyncDisposable
{
    private const int LinksPerGateway = 2;

    private readonly SocketLink[] _links;

    /// <summary>Sessions over these gateways, each <c>host:port</c>.</summary>
    public SocketSessions(IEnumerable<string> addresses)
    {
        var gateways = addresses.Select(address => new Uri($"ws://{address}/v1/socket")).ToArray();
        _links = [.. Enumerable.Range(0, LinksPerGateway * gateways.Length).Select(number => new SocketLink(gateways, number))];
        Array.ForEach(_links, link => link.Start());
    }

    public Task<IDrivenSession> OpenAsync(SessionPlan plan) => AddAsync(plan, answeredThrough: -1, isNew: true);

    public Task<IDrivenSession> ResumeAsync(SessionPlan plan, long answeredThrough) => AddAsync(plan, answeredThrough, isNew: false);

    public async ValueTask DisposeAsync()
    {
        foreach (var link in _links)
        {
            await link.DisposeAsync();
        }
    }

    private async Task<IDrivenSession> AddAsync(SessionPlan plan, long answeredThrough, bool isNew)
    {
        var link = _links[plan.Number % _links.Length];
        var session = new SocketSession(plan, link, answeredThrough, isNew);
        link.Add(session);
        await session.Opened;
        return session;
    }
}
