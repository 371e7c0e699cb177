using Microsoft.Extensions.Logging;

namespace RnnCluster.Grains.Models;

internal static partial class ModelCatalogLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Model} version {Version} is served: {Parameters} parameters")]
    public static partial void Loaded(ILogger logger, string model, string version, long parameters);

    [LoggerMessage(Level = LogLevel.Error, Message = "Model {Model} is not served: {Faults}")]
    public static partial void Broken(ILogger logger, string model, string faults);
}
