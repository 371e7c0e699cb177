using System.Globalization;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Abstractions.Streams;
using RnnCluster.Streams.Placement;

namespace RnnCluster.Client.Replies;

/// <summary>
/// Names the reply streams of a client: one for each queue of its sessions' inputs, which the outputs' provider keeps on the queue of the
/// same number. So a session and its reply stream live on one silo, and an output leaves that silo only for the client.
/// </summary>
internal sealed class ReplyKeys
{
    private readonly LiveStreamMap _inputs;
    private readonly string[] _keys;

    /// <summary>Keys of a client.</summary>
    /// <param name="client">The client's name.</param>
    /// <param name="inputs">Queues of input streams.</param>
    /// <param name="outputs">Queues of output streams.</param>
    public ReplyKeys(string client, LiveStreamMap inputs, LiveStreamMap outputs)
    {
        _inputs = inputs;
        _keys = new string[outputs.QueueCount];

        // Streams go to queues by hash: keys are tried until each queue has one.
        for (int number = 0, missing = _keys.Length; missing > 0; number++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{client}-{number}");
            var queue = outputs.NumberOf(RnnStreams.Output(key));
            missing -= _keys[queue] is null ? 1 : 0;
            _keys[queue] ??= key;
        }
    }

    /// <summary>Key of the stream that a session is answered on.</summary>
    public string KeyOf(SessionKey session) => _keys[_inputs.NumberOf(RnnStreams.Input(session)) % _keys.Length];
}
