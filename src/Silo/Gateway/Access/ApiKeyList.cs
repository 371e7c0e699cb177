namespace RnnCluster.Silo.Gateway.Access;

/// <summary>The content of a file of keys.</summary>
internal sealed record ApiKeyList(IReadOnlyList<ApiKey> Keys);
