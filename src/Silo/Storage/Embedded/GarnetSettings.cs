using System.Net;
using Garnet.server;
using Microsoft.Extensions.Logging;
using Tsavorite.core;

namespace RnnCluster.Silo.Storage.Embedded;

/// <summary>How Garnet serves as the store of a machine's silos.</summary>
internal static class GarnetSettings
{
    public static GarnetServerOptions Create(string folder, int port, ILogger logger) => new(logger)
    {
        EndPoints = [new IPEndPoint(IPAddress.Loopback, port)],
        QuietMode = true,
        MaxDatabases = 1,

        // What is acknowledged is in the file: every answer waits for the commit that covers it, and one commit covers all that came
        // since the last one.
        EnableAOF = true,
        WaitForCommit = true,
        CommitFrequencyMs = 0,
        Recover = true,
        FailOnRecoveryError = true,

        // The file is cut to a checkpoint when it is longer than this. A start reads the checkpoint and at most this much of the file.
        AofSizeLimit = "256m",
        AofSegmentSize = $"{AppendOnlyFile.SegmentMegabytes}m",
        AofPageSize = "8m",
        AofMemorySize = "32m",

        // All records are in memory, as in a Redis server. Garnet can do more, and then fails us: it loses records of the disk when it
        // sweeps there, and acknowledged ones after a kill when new records take the room of deleted ones. So a session that has ended
        // costs some 70 bytes until the folder is new. A page is the longest record.
        LogMemorySize = "256g",
        PageSize = "4m",
        IndexMemorySize = "32m",
        CheckpointDir = folder,

        // The grain storage compares and writes in a script, which must be one step for all silos.
        EnableLua = true,
        LuaTransactionMode = true,
        LuaOptions = new LuaOptions(logger),

        // The plain system calls of .NET: no native library has to be there.
        DeviceType = DeviceType.RandomAccess,
    };
}
