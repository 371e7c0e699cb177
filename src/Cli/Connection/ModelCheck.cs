using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Commands;
using RnnCluster.Client;

namespace RnnCluster.Cli.Connection;

/// <summary>Finds a model before work on it begins.</summary>
internal static class ModelCheck
{
    /// <summary>The model of that name.</summary>
    /// <exception cref="CommandException">It is not served; the message names those that are, or the faults of its package.</exception>
    public static async Task<ModelSummary> RequireAsync(RnnClient client, string name)
    {
        var models = await client.ListModelsAsync();
        var served = models.Where(model => model.State == ModelState.Serving).Select(model => model.Name).ToList();
        var model = models.FirstOrDefault(model => model.Name == name && model.State == ModelState.Serving)
            ?? models.FirstOrDefault(model => model.Name == name) ?? throw new CommandException(
            $"there is no model '{name}'; {(served.Count == 0 ? "there are none" : $"there are: {string.Join(", ", served)}")}");
        return model.State == ModelState.Serving
            ? model
            : throw new CommandException(model.Faults.Length > 0
                ? $"model '{name}' is broken: {string.Join("; ", model.Faults)}"
                : $"no version of model '{name}' is served to new sessions; version {model.Version} is for those that are on it");
    }
}
