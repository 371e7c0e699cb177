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
        AofSegmentSize = "64m",
        AofPageSize = "8m",
        AofMemorySize = "32m",

        // A page is the longest record. Records beyond the memory lie on the disk; what was overwritten there is swept before a checkpoint.
        LogMemorySize = "512m",
        PageSize = "4m",
        SegmentSize = "64m",
        ObjectLogSegmentSize = "64m",
        IndexMemorySize = "16m",
        IndexMaxMemorySize = "256m",
        EnableStorageTier = true,
        LogDir = folder,
        CheckpointDir = folder,
        CompactionType = LogCompactionType.Lookup,
        CompactionMaxSegments = 4,

        // The grain storage compares and writes in a script, which must be one step for all silos.
        EnableLua = true,
        LuaTransactionMode = true,
        LuaOptions = new LuaOptions(logger),

        // The plain system calls of .NET: no native library has to be there.
        DeviceType = DeviceType.RandomAccess,
    };
}
