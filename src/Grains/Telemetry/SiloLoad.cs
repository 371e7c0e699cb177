using Microsoft.Extensions.Options;
using RnnCluster.Grains.Batching;
using RnnCluster.Grains.Models;
using RnnCluster.Grains.Sessions;

namespace RnnCluster.Grains.Telemetry;

/// <summary>Asks those who know.</summary>
internal sealed class SiloLoad(
    SessionCensus census, StepEngine engine, ModelCatalog models, IOptions<SessionOptions> sessions, IOptions<StepEngineOptions> steps) : ISiloLoad
{
    public int Sessions => census.Count;

    public int SessionsLimit => sessions.Value.SessionsLimit;

    public int EngineJobs => engine.JobsCount;

    public int EngineJobsLimit => steps.Value.JobsLimit;

    public long EngineRows => engine.CountWork().Sum(static network => network.Rows);

    public long EnginePasses => engine.CountWork().Sum(static network => network.Passes);

    public int ModelsServed => models.ServedCount;

    public int ModelsBroken => models.RefusedCount;
}
