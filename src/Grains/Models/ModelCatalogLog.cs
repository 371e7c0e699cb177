using Microsoft.Extensions.Logging;
using RnnCluster.Abstractions.Models;

namespace RnnCluster.Grains.Models;

internal static partial class ModelCatalogLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Model} version {Version} is there: {Parameters} parameters")]
    public static partial void Loaded(ILogger logger, string model, string version, long parameters);

    [LoggerMessage(Level = LogLevel.Information, Message = "New sessions of model {Model} get version {Version}")]
    public static partial void Current(ILogger logger, string model, string version);

    [LoggerMessage(Level = LogLevel.Information, Message = "Version {Version} of model {Model} is the candidate: {Share} of new sessions get it")]
    public static partial void Candidate(ILogger logger, string model, string version, double share);

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Model} has no candidate any more")]
    public static partial void NoCandidate(ILogger logger, string model);

    [LoggerMessage(Level = LogLevel.Information, Message = "The folder of model {Model} version {Version} is gone; sessions in memory go on")]
    public static partial void Removed(ILogger logger, string model, string version);

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Model} version {Version} has retired: its last session in memory has ended")]
    public static partial void Retired(ILogger logger, string model, string version);

    [LoggerMessage(Level = LogLevel.Error, Message = "Model {Model} version '{Version}' is not served: {Faults}")]
    public static partial void Refused(ILogger logger, string model, string version, string faults);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The models folder cannot be read; what was served goes on")]
    public static partial void Unreadable(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes of the models folder are not told by the system; it is looked at every {Milliseconds} ms")]
    public static partial void Unwatched(ILogger logger, int milliseconds, Exception exception);

    /// <summary>Says what is different between two offers of a model.</summary>
    public static void Changed(ILogger logger, string model, ModelOffer before, ModelOffer after)
    {
        foreach (var version in after.Versions.Except(before.Versions))
        {
            Loaded(logger, model, version.Version, version.Summary.Parameters);
        }

        foreach (var version in before.Versions.Where(old => after.Find(old.Version) is null))
        {
            Removed(logger, model, version.Version);
        }

        foreach (var refused in after.Refused.Where(now => !before.Refused.Any(then => IsSame(now, then))))
        {
            Refused(logger, model, refused.Version, string.Join("; ", refused.Faults));
        }

        if (after.Current is { } current && current.Version != before.Current?.Version)
        {
            Current(logger, model, current.Version);
        }

        if ((after.Candidate?.Version, after.Share) == (before.Candidate?.Version, before.Share))
        {
            return;
        }

        if (after.Candidate is { } candidate)
        {
            Candidate(logger, model, candidate.Version, after.Share);
        }
        else
        {
            NoCandidate(logger, model);
        }
    }

    private static bool IsSame(ModelSummary now, ModelSummary then) => now.Version == then.Version && now.Faults.SequenceEqual(then.Faults);
}
