using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace RnnCluster.Grains.Tests.Testing;

/// <summary>Writes float32 tensors in the safetensors format: length of the header, header, values.</summary>
internal static class Safetensors
{
    public static byte[] Encode(IEnumerable<(string Name, IReadOnlyList<int> Shape, float[] Values)> tensors)
    {
        var header = new JsonObject();
        var values = new List<byte>();
        foreach (var (name, shape, tensor) in tensors)
        {
            var begin = values.Count;
            values.AddRange(MemoryMarshal.AsBytes(tensor));
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]),
                ["data_offsets"] = new JsonArray(begin, values.Count),
            };
        }

        var json = Encoding.UTF8.GetBytes(header.ToJsonString());
        var length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. values];
    }
}
