namespace RnnCluster.Oracle;

/// <summary>The run cannot be done; the message says why and what helps.</summary>
internal sealed class OracleException(string message) : Exception(message);
