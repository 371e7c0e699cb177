namespace RnnCluster.Recurrent.Tracing;

/// <summary>A model, or an input of it, cannot be traced. The message says what was found and what is allowed.</summary>
/// <param name="message">The whole sentence.</param>
public sealed class TraceException(string message) : Exception(message);
