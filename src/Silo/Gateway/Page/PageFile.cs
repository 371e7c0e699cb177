using Microsoft.Net.Http.Headers;

namespace RnnCluster.Silo.Gateway.Page;

/// <summary>A file of the page.</summary>
/// <param name="Path">Where it is served, from the root.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Tag">Changes with its bytes.</param>
internal sealed record PageFile(string Path, string ContentType, byte[] Content, EntityTagHeaderValue Tag);
