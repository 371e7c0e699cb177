using System.Runtime.CompilerServices;
using System.Text.Json;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Models;
using RnnCluster.Recurrent.Packages;
using RnnCluster.Recurrent.Tracing;

namespace RnnCluster.Silo.Gateway.Tracing;

/// <summary>The models of this silo, as their equations. A model is read when it is traced first, and one trace is made at a time.</summary>
internal sealed class TracedModels(ModelCatalog catalog) : IDisposable
{
    private const string ExamplesFile = "examples.jsonl";
    private const int ExamplesLimit = 64;

    // By what the model is read as. They stay as long as the model does.
    private readonly ConditionalWeakTable<ServedModel, Dictionary<Type, object>> _networks = [];
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The model that new sessions get.</summary>
    /// <exception cref="SessionException">There is none of that name.</exception>
    public ServedModel Find(string name) => SessionKey.TryParse($"{name}/trace", out var key, out var fault)
        ? catalog.Choose(key)
        : throw new SessionException(ErrorCodes.UnknownModel, fault);

    /// <summary>Calls <paramref name="trace"/> with the network of a model.</summary>
    /// <typeparam name="TNetwork">What the model is read as.</typeparam>
    /// <typeparam name="TTrace">What comes out.</typeparam>
    /// <exception cref="SessionException">The model, or the input, cannot be traced.</exception>
    public async Task<TTrace> TraceAsync<TNetwork, TTrace>(
        ServedModel model, Func<string, TNetwork> load, Func<TNetwork, TTrace> trace, CancellationToken cancellation)
        where TNetwork : class
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => trace(Network(model, load)), cancellation);
        }
        catch (TraceException exception)
        {
            throw new SessionException(ErrorCodes.WrongInput, exception.Message);
        }
        catch (ModelPackageException exception)
        {
            throw new SessionException(ErrorCodes.BrokenModel, string.Join("; ", exception.Faults));
        }
        finally
        {
            _turn.Release();
        }
    }

    private TNetwork Network<TNetwork>(ServedModel model, Func<string, TNetwork> load)
        where TNetwork : class
    {
        var networks = _networks.GetOrCreateValue(model);
        if (!networks.TryGetValue(typeof(TNetwork), out var network))
        {
            network = load(model.Package.Folder);
            networks.Add(typeof(TNetwork), network);
        }

        return (TNetwork)network;
    }

    /// <summary>The first examples of a model; none when its package has none.</summary>
    public static IReadOnlyList<JsonElement> Examples(ServedModel model)
    {
        var file = Path.Combine(model.Package.Folder, ExamplesFile);
        return File.Exists(file) ? [.. File.ReadLines(file).Take(ExamplesLimit).Select(line => JsonElement.Parse(line))] : [];
    }

    public void Dispose() => _turn.Dispose();
}
