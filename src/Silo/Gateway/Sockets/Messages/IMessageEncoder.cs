namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>Writes one message, key by key.</summary>
internal interface IMessageEncoder
{
    /// <summary>Begins a message, which is an object.</summary>
    void Begin();

    /// <summary>Ends the message.</summary>
    /// <returns>Its bytes, valid until the next one begins.</returns>
    ReadOnlySpan<byte> End();

    /// <summary>Begins an object; null for an element of an array.</summary>
    void StartObject(MessageKey? key);

    void EndObject();

    /// <summary>Begins an array of so many objects.</summary>
    void StartArray(MessageKey key, int count);

    void EndArray();

    void Write(MessageKey key, string value);

    void Write(MessageKey key, long value);

    void Write(MessageKey key, bool value);

    void Write(MessageKey key, float value);

    void Write(MessageKey key, ReadOnlySpan<float> values);
}
