using System.Buffers.Binary;
using Tsavorite.core;

namespace RnnCluster.Silo.Storage.Embedded;

/// <summary>What Garnet's append-only file says about itself, looked at before Garnet reads it.</summary>
/// <remarks>Where it finds less than it has written, Garnet goes on with that, as if the rest had never been.</remarks>
internal static class AppendOnlyFile
{
    /// <summary>How long a file of it is; the next one follows.</summary>
    public const int SegmentMegabytes = 64;

    private const long SegmentBytes = SegmentMegabytes * 1024L * 1024L;
    private const string CommitsName = "AOF/log-commits";
    private const string SegmentsName = "AOF/aof.log";

    /// <summary>Requires that the last commit can be read, and that the file reaches as far as it says.</summary>
    /// <remarks>A last commit that was cut off by a crash is not missed: the one before is still there.</remarks>
    /// <exception cref="InvalidDataException">It is not so.</exception>
    public static void RequireWhole(string folder)
    {
        var commits = Path.Combine(folder, CommitsName);
        if (!Directory.Exists(commits) || Directory.GetFiles(commits) is not { Length: > 0 } files)
        {
            return;
        }

        var good = files.Select(Read).OfType<TsavoriteLogRecoveryInfo>().ToList();
        if (good.Count == 0)
        {
            throw new InvalidDataException($"{CommitsName} is damaged");
        }

        var last = good.MaxBy(commit => commit.UntilAddress);
        for (var segment = last.BeginAddress / SegmentBytes; segment * SegmentBytes < last.UntilAddress; segment++)
        {
            var file = new FileInfo(Path.Combine(folder, $"{SegmentsName}.{segment}"));
            var needed = Math.Min(SegmentBytes, last.UntilAddress - (segment * SegmentBytes));
            if (!file.Exists || file.Length < needed)
            {
                throw new InvalidDataException($"{SegmentsName}.{segment} has {(file.Exists ? file.Length : 0)} bytes of {needed}");
            }
        }
    }

    private static TsavoriteLogRecoveryInfo? Read(string file)
    {
        try
        {
            var content = File.ReadAllBytes(file).AsSpan();
            var length = BinaryPrimitives.ReadInt32LittleEndian(content);
            var commit = new TsavoriteLogRecoveryInfo();
            commit.Initialize(content.Slice(sizeof(int), length));
            return commit;
        }
        catch (Exception exception) when (exception is TsavoriteException or ArgumentException)
        {
            return null;
        }
    }
}
