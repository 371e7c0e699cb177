using System.Buffers.Binary;
using System.Text;

namespace RnnCluster.Cli.Tests.Tracing;

/// <summary>
/// A models folder with one package, a rectifier of one unit that reads vectors of two numbers:
/// <c>O_t = max(0, x_1 + x_2 + O_{t-1})</c>.
/// </summary>
internal sealed class SensorPackage : IDisposable
{
    private const string Manifest = """
        {
          "name": "sensor", "version": "1", "licence": "MIT", "topology": "many-to-many",
          "cell": "rnn-relu", "layers": 1, "hiddenSize": 1,
          "input": { "kind": "features", "size": 2 }, "head": { "size": 1, "activation": "none" }
        }
        """;

    private const string Header = """
        {"rnn.weight_ih_l0":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},
         "rnn.weight_hh_l0":{"dtype":"F32","shape":[1,1],"data_offsets":[8,12]},
         "rnn.bias_ih_l0":{"dtype":"F32","shape":[1],"data_offsets":[12,16]},
         "rnn.bias_hh_l0":{"dtype":"F32","shape":[1],"data_offsets":[16,20]},
         "head.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[20,24]},
         "head.bias":{"dtype":"F32","shape":[1],"data_offsets":[24,28]}}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnn-trace-");

    public SensorPackage()
    {
        var package = _folder.CreateSubdirectory("sensor").FullName;
        File.WriteAllText(Path.Combine(package, "model.json"), Manifest);
        var header = Encoding.UTF8.GetBytes(Header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        var values = new float[] { 1, 1, 1, 0, 0, 1, 0 }.SelectMany(BitConverter.GetBytes);
        File.WriteAllBytes(Path.Combine(package, "weights.safetensors"), [.. length, .. header, .. values]);
    }

    public string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
