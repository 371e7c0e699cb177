using RnnCluster.LiveStreams.Baseline;
using RnnCluster.LiveStreams.Serving;

namespace RnnCluster.LiveStreams.Cases;

/// <summary>A folder with the model's package, for as long as it is needed.</summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rnn-live-streams-").FullName;

    /// <summary>Writes a model of this size.</summary>
    public ModelFolder(int hiddenSize) => LstmPackage.Write(_folder, new LstmModel(hiddenSize));

    /// <summary>RnnCluster with this model.</summary>
    public RnnWorkload Workload => new(_folder, LstmPackage.Name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
