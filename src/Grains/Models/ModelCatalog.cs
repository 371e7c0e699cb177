using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Grains.Sessions;

namespace RnnCluster.Grains.Models;

/// <summary>The models of this silo: which version new sessions get, and where those are that live and stored sessions are on.</summary>
/// <remarks>Reading takes no lock. A scan of the models folder makes new offers and puts them in place of the old ones.</remarks>
internal sealed class ModelCatalog
{
    private readonly ModelsFolder _folder;
    private readonly SessionCensus _census;
    private readonly ILogger _logger;
    private volatile FrozenDictionary<string, ModelOffer> _offers = FrozenDictionary<string, ModelOffer>.Empty;

    public ModelCatalog(IOptions<ModelCatalogOptions> options, SessionCensus census, TimeProvider time, ILogger<ModelCatalog> logger)
    {
        _folder = new ModelsFolder(options.Value.Folder, time);
        _census = census;
        _logger = logger;
        census.Emptied += Retire;
    }

    /// <summary>What a new session gets.</summary>
    /// <exception cref="SessionException">There is no such model, or no version of it can be served.</exception>
    public ServedModel Choose(SessionKey key) => OfferOf(key.Model).ChooseFor(key.ToString()) ?? throw Broken(key.Model);

    /// <summary>A version of a model, offered or not. One that is not in memory is loaded, and nobody else waits for it.</summary>
    /// <exception cref="SessionException">It is not there, or not what it was.</exception>
    public ValueTask<ServedModel> FindAsync(string name, string version)
    {
        var offer = OfferOf(name);
        return offer.Current?.Version == version ? ValueTask.FromResult(offer.Current)
            : offer.Find(version) is { } found ? found.GetAsync()
            : offer.Current is null ? throw Broken(name)
            : throw new SessionException(ErrorCodes.UnknownModel,
                $"the session is of version {version} of model '{name}', which is not served here; {_folder.Path} has version "
                + string.Join(", ", offer.Versions.Select(other => other.Version)));
    }

    /// <summary>All versions of all models, by name, those that new sessions get first, and what is refused.</summary>
    public IReadOnlyList<ModelSummary> List()
    {
        var offers = _offers;
        var summaries = new List<ModelSummary>();
        var sessions = _census.CountByModel().GroupBy(count => (count.Model.Name, count.Model.Version))
            .ToDictionary(group => group.Key, group => (group.First().Model, Sessions: group.Sum(count => count.Sessions)));
        foreach (var version in offers.Values.SelectMany(offer => offer.Versions))
        {
            sessions.Remove((version.Name, version.Version), out var count);
            var state = offers[version.Name].StateOf(version.Version, count.Sessions);
            summaries.Add(version.Summary with { State = state, Sessions = count.Sessions });
        }

        // Their folders are gone.
        summaries.AddRange(sessions.Values.Select(count =>
            ModelSummaries.Of(count.Model) with { State = ModelState.Retiring, Sessions = count.Sessions }));
        return
        [
            .. summaries.Concat(offers.Values.SelectMany(offer => offer.Refused))
                .OrderBy(summary => summary.Name, StringComparer.Ordinal).ThenBy(summary => summary.State)
                .ThenByDescending(summary => summary.Version, VersionOrder.Natural),
        ];
    }

    /// <summary>Looks at the models folder and offers what is there now. One call at a time.</summary>
    /// <param name="settle">How long a package must not have changed.</param>
    /// <returns>Whether all has settled; if not, there is something to look at after <paramref name="settle"/>.</returns>
    /// <exception cref="IOException">The models folder is not there, or cannot be read; what was offered is.</exception>
    public async Task<bool> RefreshAsync(TimeSpan settle)
    {
        var scan = _folder.Scan(settle);
        if (scan.HasChanged)
        {
            var before = _offers;
            var offers = new Dictionary<string, ModelOffer>(StringComparer.Ordinal);
            foreach (var name in scan.Models)
            {
                var maker = new OfferMaker(name, before.GetValueOrDefault(name, ModelOffer.None));
                offers.Add(name, await maker.MakeAsync(scan.FoldersOf(name), scan.RolloutOf(name)));
            }

            // What was loaded and is not offered stays in memory for who is on it alone.
            _offers = offers.ToFrozenDictionary(StringComparer.Ordinal);
            GC.KeepAlive(scan.Loaded);
            foreach (var name in before.Keys.Union(offers.Keys).Order(StringComparer.Ordinal))
            {
                ModelCatalogLog.Changed(
                    _logger, name, before.GetValueOrDefault(name, ModelOffer.None), offers.GetValueOrDefault(name, ModelOffer.None));
            }
        }

        return !scan.IsPending;
    }

    private ModelOffer OfferOf(string name) => _offers.TryGetValue(name, out var offer) ? offer : throw Unknown(name);

    private SessionException Unknown(string name) =>
        new(ErrorCodes.UnknownModel, $"there is no model '{name}'; {_folder.Path} holds {Names()}");

    private string Names()
    {
        var names = _offers.Where(offer => offer.Value.Current is not null).Select(offer => offer.Key).Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "none" : string.Join(", ", names);
    }

    private SessionException Broken(string name)
    {
        var faults = OfferOf(name).Refused.SelectMany(refused => refused.Faults).ToList();
        return faults.Count == 0 ? Unknown(name)
            : new SessionException(ErrorCodes.BrokenModel, $"the package of model '{name}' is broken: {string.Join("; ", faults)}");
    }

    /// <summary>No session of the model is in memory any more.</summary>
    private void Retire(ServedModel model)
    {
        if (_offers.GetValueOrDefault(model.Name, ModelOffer.None).StateOf(model.Version, 0) == ModelState.Standby)
        {
            ModelCatalogLog.Retired(_logger, model.Name, model.Version);
        }
    }
}
