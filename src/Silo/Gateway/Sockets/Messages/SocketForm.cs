using System.Net.WebSockets;

namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>The form that the messages of a socket have: a client chooses it by the subprotocol.</summary>
internal abstract class SocketForm
{
    /// <summary>Messages as JSON text.</summary>
    public static SocketForm Json { get; } = new JsonForm();

    /// <summary>Messages as CBOR, with numbers for keys.</summary>
    public static SocketForm Binary { get; } = new BinaryForm();

    /// <summary>What it is called when a socket is opened.</summary>
    public abstract string Protocol { get; }

    /// <summary>Kind of its messages.</summary>
    public abstract WebSocketMessageType Type { get; }

    /// <summary>The writer of the current thread, so that writing allocates nothing.</summary>
    public abstract SocketWriter Writer { get; }

    /// <summary>The first form that a client offers; null for none that is known.</summary>
    public static SocketForm? Of(IEnumerable<string> protocols) =>
        protocols.Select(protocol => protocol == Json.Protocol ? Json : protocol == Binary.Protocol ? Binary : null).FirstOrDefault(form => form is not null);

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">It is none; the message says what was found and what is allowed.</exception>
    public abstract SocketMessage Read(ReadOnlyMemory<byte> message);

    private sealed class JsonForm : SocketForm
    {
        [ThreadStatic]
        private static SocketWriter? _ofThread;

        public override string Protocol => "rnn.v1";

        public override WebSocketMessageType Type => WebSocketMessageType.Text;

        public override SocketWriter Writer => _ofThread ??= new(new JsonEncoder());

        public override SocketMessage Read(ReadOnlyMemory<byte> message) => SocketMessage.OfJson(message.Span);
    }

    private sealed class BinaryForm : SocketForm
    {
        [ThreadStatic]
        private static SocketWriter? _ofThread;

        public override string Protocol => "rnn.v1.binary";

        public override WebSocketMessageType Type => WebSocketMessageType.Binary;

        public override SocketWriter Writer => _ofThread ??= new(new CborEncoder());

        public override SocketMessage Read(ReadOnlyMemory<byte> message) => SocketMessage.OfCbor(message);
    }
}
