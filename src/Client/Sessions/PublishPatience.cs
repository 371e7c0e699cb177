using Microsoft.Extensions.Logging;

namespace RnnCluster.Client.Sessions;

/// <summary>How long publishers try, the same for all sessions of a client.</summary>
/// <param name="WaitMs">How long a frame may wait for room on its stream, ms.</param>
/// <param name="Time">Measures it.</param>
/// <param name="Logger">Is told when it was not enough.</param>
internal sealed record PublishPatience(int WaitMs, TimeProvider Time, ILogger Logger);
