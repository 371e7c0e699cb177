using Microsoft.Extensions.DependencyInjection;

namespace RnnCluster.Oracle.Faults;

/// <summary>Builds a deliberate fault into a silo.</summary>
internal static class FaultInjection
{
    /// <summary>Changes the services of a silo that is about to be built.</summary>
    public static void Apply(IServiceCollection services, OracleFault fault)
    {
        _ = services;
        _ = fault;
    }
}
