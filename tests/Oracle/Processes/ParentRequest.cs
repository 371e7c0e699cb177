namespace RnnCluster.Oracle.Processes;

/// <summary>What a child process is asked for.</summary>
internal enum ParentRequest
{
    /// <summary>A silo: which sessions live in it, and what happened.</summary>
    Census,

    /// <summary>A client: send no more, and say when all is answered.</summary>
    Stop,
}
