namespace RnnCluster.Cli.Connection;

/// <summary>How log lines are written.</summary>
internal enum LogFormat
{
    /// <summary>A line for people.</summary>
    Text,

    /// <summary>A JSON object a line, for programs.</summary>
    Json,
}
