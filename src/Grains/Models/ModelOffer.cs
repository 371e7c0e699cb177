using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RnnCluster.Abstractions.Models;

namespace RnnCluster.Grains.Models;

/// <summary>The versions of one model, and which of them new sessions get; keeps those in memory. Immutable.</summary>
/// <param name="Versions">All that can be served, in natural order.</param>
/// <param name="Current">What new sessions get; null when none can be served.</param>
/// <param name="Candidate">What a share of them gets; null for none.</param>
/// <param name="Share">The share, from 0 to 1.</param>
/// <param name="Refused">What cannot be served, and why.</param>
internal sealed record ModelOffer(
    IReadOnlyList<ModelVersion> Versions, ServedModel? Current, ServedModel? Candidate, double Share, IReadOnlyList<ModelSummary> Refused)
{
    /// <summary>The model of nothing.</summary>
    public static ModelOffer None { get; } = new([], null, null, 0, []);

    /// <summary>What a new session gets; null when no version can be served.</summary>
    /// <param name="key">The session's key: the same one gets the same version as long as the offer is the same.</param>
    public ServedModel? ChooseFor(string key) => Candidate is not null && PointOf(key) < Share ? Candidate : Current;

    /// <summary>A version; null when it is not here.</summary>
    public ModelVersion? Find(string version) => Versions.FirstOrDefault(found => found.Version == version);

    /// <summary>What a version is there for.</summary>
    /// <param name="version">The version.</param>
    /// <param name="sessions">Sessions in memory that are on it.</param>
    public ModelState StateOf(string version, int sessions) =>
        version == Current?.Version ? ModelState.Serving
        : version == Candidate?.Version ? ModelState.Candidate
        : sessions > 0 ? ModelState.Retiring
        : ModelState.Standby;

    /// <summary>A place from 0 to 1 that follows from a session's key. The session's seed is of other bytes of the same hash.</summary>
    private static double PointOf(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);

        // The bits that a number below 1 has.
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]) >> 11) / (double)(1L << 53);
    }
}
