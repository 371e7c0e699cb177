using System.Formats.Cbor;

namespace RnnCluster.Silo.Gateway.Sockets.Messages;

/// <summary>What a reader of CBOR has no method for.</summary>
internal static class CborReaderExtensions
{
    /// <summary>Reads an array to its end. What it says of its length is not believed: memory is taken for what is there.</summary>
    /// <param name="cbor">Stands before it.</param>
    /// <param name="read">Reads an element.</param>
    public static T[] ReadArray<T>(this CborReader cbor, Func<CborReader, T> read)
    {
        var values = new List<T>();
        cbor.ReadStartArray();
        while (cbor.PeekState() != CborReaderState.EndArray)
        {
            values.Add(read(cbor));
        }

        cbor.ReadEndArray();
        return [.. values];
    }
}
