using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Grains.Models;

/// <summary>A version in the models folder that was loaded once and had no faults.</summary>
/// <remarks>Does not keep the model in memory: who offers it to new sessions does, and every session that is on it. Thread-safe.</remarks>
internal sealed class ModelVersion
{
    private readonly Lock _gate = new();
    private readonly WeakReference<ServedModel> _model;
    private readonly string _folder;
    private readonly UInt128 _contentHash;
    private Task<ServedModel>? _loading;

    public ModelVersion(string folder, LoadedPackage package)
    {
        _folder = folder;
        _contentHash = package.ContentHash;
        _model = new WeakReference<ServedModel>(package.Model);
        Summary = ModelSummaries.Of(package.Model);
    }

    public string Name => Summary.Name;

    public string Version => Summary.Version;

    /// <summary>The version in a few words, without its state.</summary>
    public ModelSummary Summary { get; }

    /// <summary>The model: the one in memory, or loaded again, once for all who ask at the same time.</summary>
    /// <exception cref="SessionException">Its folder has other contents now, or none.</exception>
    public ValueTask<ServedModel> GetAsync()
    {
        lock (_gate)
        {
            return _model.TryGetTarget(out var model)
                ? ValueTask.FromResult(model)
                : new ValueTask<ServedModel>(_loading ??= Task.Run(LoadAgain));
        }
    }

    private ServedModel LoadAgain()
    {
        ServedModel? model = null;
        try
        {
            var package = LoadedPackage.Load(_folder);
            return package.ContentHash == _contentHash
                ? model = package.Model
                : throw Fault("its folder has other contents than were published under this version");
        }
        catch (ModelPackageException exception)
        {
            throw Fault(string.Join("; ", exception.Faults));
        }
        catch (Exception exception) when (exception is not SessionException)
        {
            throw Fault(exception.Message);
        }
        finally
        {
            lock (_gate)
            {
                _model.SetTarget(model!);
                _loading = null;
            }
        }
    }

    private SessionException Fault(string reason) =>
        new(ErrorCodes.BrokenModel, $"version {Version} of model '{Name}' cannot be loaded again: {reason}");
}
