using RnnCluster.Silo;

namespace RnnCluster.Cli.Connection;

/// <summary>Settings of a silo that lives as long as one command.</summary>
internal static class EmbeddedSilo
{
    /// <summary>A cluster of one on ports that are free now, so that commands can run side by side.</summary>
    public static RnnSiloOptions Options(string modelsFolder)
    {
        var ports = LoopbackPorts.FindFree(2);
        return new RnnSiloOptions { SiloPort = ports[0], PrimaryPort = ports[0], GatewayPort = ports[1], ModelsFolder = modelsFolder };
    }
}
