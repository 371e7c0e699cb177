using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Recurrent.Kernels;
using RnnCluster.Recurrent.Packages;

namespace RnnCluster.Grains.Models;

/// <summary>The packages of the models folder, each loaded once for the whole silo. A broken one is kept out and remembered with its faults.</summary>
internal sealed class ModelCatalog
{
    private readonly SortedDictionary<string, ServedModel> _served = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string[]> _broken = new(StringComparer.Ordinal);
    private readonly string _folder;

    /// <exception cref="DirectoryNotFoundException">The models folder is not there.</exception>
    public ModelCatalog(IOptions<ModelCatalogOptions> options, ILogger<ModelCatalog> logger)
    {
        _folder = Path.GetFullPath(options.Value.Folder);
        if (!Directory.Exists(_folder))
        {
            throw new DirectoryNotFoundException($"models folder {_folder} is not there; name one with --models DIR");
        }

        foreach (var folder in Directory.EnumerateDirectories(_folder).Order(StringComparer.Ordinal))
        {
            if (!Path.GetFileName(folder).StartsWith('.'))
            {
                Load(folder, logger);
            }
        }
    }

    /// <summary>The models that sessions can run on.</summary>
    public IReadOnlyCollection<ServedModel> Served => _served.Values;

    /// <summary>How many packages are broken.</summary>
    public int BrokenCount => _broken.Count;

    /// <summary>The model of that name.</summary>
    /// <exception cref="SessionException">It is not there, or its package is broken.</exception>
    public ServedModel Get(string name)
    {
        if (_served.TryGetValue(name, out var model))
        {
            return model;
        }

        throw _broken.TryGetValue(name, out var faults)
            ? new SessionException(ErrorCodes.BrokenModel, $"the package of model '{name}' is broken: {string.Join("; ", faults)}")
            : new SessionException(ErrorCodes.UnknownModel,
                $"there is no model '{name}'; {_folder} holds {(_served.Count == 0 ? "none" : string.Join(", ", _served.Keys))}");
    }

    /// <summary>All packages in a few words each, by name.</summary>
    public IReadOnlyList<ModelSummary> List() =>
    [
        .. _served.Values.Select(Summarise)
            .Concat(_broken.Select(broken => new ModelSummary { Name = broken.Key, Faults = broken.Value }))
            .OrderBy(summary => summary.Name, StringComparer.Ordinal),
    ];

    private static ModelSummary Summarise(ServedModel model)
    {
        var manifest = model.Package.Manifest;
        return new ModelSummary
        {
            Name = manifest.Name,
            Version = manifest.Version,
            Description = manifest.Description ?? "",
            Topology = Name(manifest.Topology),
            Cell = Name(manifest.Cell),
            Layers = manifest.Layers ?? 0,
            HiddenSize = manifest.HiddenSize ?? 0,
            Weights = manifest.Topology == Topology.OneToOne ? "" : Name(manifest.Weights ?? WeightFormat.Float32),
            Parameters = model.Package.Parameters,
            FeatureSize = model.FeatureSize,
            VocabularySize = model.Reader?.Encoder.VocabularySize ?? 0,
            ReadsWholeSequences = model.ReadsWholeSequences,
            Generates = model.Generates,
            MaxTokens = manifest.Sampling?.MaxTokens ?? 0,
            Metric = manifest.Metric is { } metric ? $"{metric.Name} {metric.Value}" : null,
            MetricSplit = manifest.Metric?.Split,
            Licence = manifest.Licence,
            Tokenizer = Name(manifest.Tokenizer?.Kind),
            PianoRoll = manifest.Input.PianoRoll is { } roll ? new PianoRoll(roll.LowestNote, roll.StepsPerQuarter) : null,
        };
    }

    /// <summary>A choice as <c>model.json</c> writes it.</summary>
    private static string Name(Enum? choice) => choice is null ? "" : ManifestChoice.Name(choice);

    private void Load(string folder, ILogger logger)
    {
        var name = Path.GetFileName(folder);
        try
        {
            var package = ModelPackage.Load(folder);
            if (UnservedReason(package, name) is { } reason)
            {
                Refuse(name, [reason], logger);
                return;
            }

            _served.Add(name, new ServedModel(package));
            ModelCatalogLog.Loaded(logger, name, package.Manifest.Version, package.Parameters);
        }
        catch (ModelPackageException exception)
        {
            Refuse(name, exception.Faults, logger);
        }
        catch (Exception exception)
        {
            // Whatever is wrong with one package, such as no memory for it, must not keep the others from being served.
            Refuse(name, [exception.Message], logger);
        }
    }

    private void Refuse(string name, IReadOnlyList<string> faults, ILogger logger)
    {
        _broken.Add(name, [.. faults]);
        ModelCatalogLog.Broken(logger, name, string.Join("; ", faults));
    }

    /// <summary>Why a faultless package cannot be served under <paramref name="name"/>; null when it can.</summary>
    private static string? UnservedReason(ModelPackage package, string name)
    {
        return package.Manifest.Name == name
            ? null
            : $"model.json: name is '{package.Manifest.Name}'; it must be the name of its folder, '{name}'";
    }
}
