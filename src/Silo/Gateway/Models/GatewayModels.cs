using System.Collections.Frozen;
using RnnCluster.Abstractions.Models;
using RnnCluster.Client;

namespace RnnCluster.Silo.Gateway.Models;

/// <summary>
/// The models that the cluster serves. It is asked at most once a second while the list has what is looked for, and at once for what the
/// list does not have: that may have come since.
/// </summary>
internal sealed class GatewayModels(RnnClient client, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    // How long a list that has what is looked for waits for a newer one: a silo that is asked too may just have ended.
    private static readonly TimeSpan NewerWait = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private volatile Known? _known;
    private Task<Known>? _asking;
    private long _askedAt;

    /// <summary>All versions of a model that are served, those first that new sessions get; none when the model is not served.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="version">The version that is looked for; null for any.</param>
    public async ValueTask<IReadOnlyList<ModelSummary>> FindAllAsync(string name, string? version = null)
    {
        var known = _known;
        if (known is null || !known.Has(name, version))
        {
            return (await Ask()).Of(name);
        }

        if (time.GetElapsedTime(known.AskedAt) > LookAgain)
        {
            var asking = (Task)Ask();
            var left = NewerWait - time.GetElapsedTime(_askedAt);
            await asking.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return _known!.Of(name);
    }

    /// <summary>Kind of a version's tokenizer; empty when it has none.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="version">The version; null, or one that is not served any more, for the one that new sessions get.</param>
    public async ValueTask<string> TokenizerOfAsync(string name, string? version = null)
    {
        var versions = await FindAllAsync(name, version);
        return versions is [var first, ..] ? (versions.FirstOrDefault(model => model.Version == version) ?? first).Tokenizer : "";
    }

    /// <summary>Asks the cluster; who comes meanwhile waits for the same answer.</summary>
    private Task<Known> Ask()
    {
        lock (_gate)
        {
            if (_asking is not { IsCompleted: false })
            {
                _askedAt = time.GetTimestamp();
                _asking = AskAsync(_askedAt);
            }

            return _asking;
        }
    }

    private async Task<Known> AskAsync(long now) => _known = new Known(now, (await client.ListModelsAsync())
        .Where(model => model.Faults.Length == 0 && model.State != ModelState.Refused)
        .GroupBy(model => model.Name, StringComparer.Ordinal)
        .ToFrozenDictionary(versions => versions.Key, versions => versions.ToArray(), StringComparer.Ordinal));

    private sealed record Known(long AskedAt, FrozenDictionary<string, ModelSummary[]> Models)
    {
        public bool Has(string name, string? version) =>
            Models.TryGetValue(name, out var versions) && (version is null || versions.Any(model => model.Version == version));

        public ModelSummary[] Of(string name) => Models.GetValueOrDefault(name) ?? [];
    }
}
