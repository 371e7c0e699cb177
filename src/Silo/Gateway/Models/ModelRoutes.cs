using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Abstractions.Models;
using RnnCluster.Abstractions.Sessions;
using RnnCluster.Client;
using RnnCluster.Silo.Gateway.Access;

namespace RnnCluster.Silo.Gateway.Models;

/// <summary>Which models the cluster serves: <c>/v1/models</c>.</summary>
internal static class ModelRoutes
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        var models = routes.MapGroup("/v1/models").RequireScope(GatewayScopes.Models).WithTags("Models");
        models.MapGet("", ListAsync).WithName("ListModels").WithSummary("The models that the cluster serves, and the broken ones with their faults.");
        models.MapGet("{model}", GetAsync).WithName("GetModel").WithSummary("One model.");
    }

    private static async Task<ModelList> ListAsync(RnnClient client) => new(await client.ListModelsAsync());

    private static async Task<ModelSummary> GetAsync(string model, RnnClient client)
    {
        var models = await client.ListModelsAsync();
        return models.FirstOrDefault(each => each.Name == model) ?? throw new SessionException(ErrorCodes.UnknownModel,
            $"there is no model '{(model.Length <= SessionKey.ModelLimit ? model : model[..SessionKey.ModelLimit] + "…")}'; GET /v1/models lists all");
    }
}
