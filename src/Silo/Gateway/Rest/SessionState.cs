using RnnCluster.Abstractions.Sessions;
using RnnCluster.Silo.Gateway.Access;

namespace RnnCluster.Silo.Gateway.Rest;

/// <summary>Where a session stands.</summary>
/// <param name="Model">Name of its model.</param>
/// <param name="Id">Its id.</param>
/// <param name="ModelVersion">The version of the model that it was opened on.</param>
/// <param name="NextSequence">The sequence number that it applies next.</param>
/// <param name="DurableThrough">Highest sequence number that need not be sent again; −1 for none.</param>
/// <param name="Steps">Steps since the start of the current sequence.</param>
internal sealed record SessionState(string Model, string Id, string ModelVersion, long NextSequence, long DurableThrough, long Steps)
{
    public static SessionState Of(SessionPosition position, SessionKey key, GatewayCaller caller) => new(
        key.Model, caller.IdOf(key) ?? throw new InvalidOperationException("the session is another tenant's"),
        position.ModelVersion, position.NextSequence, position.DurableThrough, position.Steps);
}
