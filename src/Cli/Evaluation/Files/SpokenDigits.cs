using System.Buffers.Binary;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Cli.Evaluation.Cases;

namespace RnnCluster.Cli.Evaluation.Files;

/// <summary>
/// Recordings of spoken digits as cepstra, <c>*.mfcc13.bin</c>: per recording the digit (1 byte), the speaker (1 byte), its
/// number (2 bytes), how many frames follow (2 bytes), and these, 13 numbers of 2 bytes each, in 256ths. Little endian.
/// </summary>
internal static class SpokenDigits
{
    /// <summary>Part of the names of these files.</summary>
    public const string NamePart = ".mfcc13.bin";

    /// <summary>Values of a frame.</summary>
    public const int Coefficients = 13;

    private const int Digits = 10;
    private const int HeaderBytes = 6;
    private const int FrameBytes = 2 * Coefficients;
    private const float Scale = 1f / 256;

    /// <summary>One case a recording.</summary>
    public static EvaluationSet Read(DataFile file)
    {
        var cases = new List<EvaluationCase>();
        for (var offset = 0; offset < file.Content.Length;)
        {
            var rest = file.Content.AsSpan(offset);
            var frames = rest.Length < HeaderBytes ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(rest[4..]);
            var bytes = HeaderBytes + (frames * FrameBytes);
            if (rest.Length < bytes)
            {
                throw file.Fault($"byte {offset}", $"the last recording has {rest.Length} bytes; by its header it must have {bytes}");
            }

            if (rest[0] >= Digits || frames == 0)
            {
                throw file.Fault($"byte {offset}",
                    $"the recording is of digit {rest[0]} with {frames} frames; it must be 0 to 9 with 1 or more");
            }

            var vectors = new float[frames][];
            for (var frame = 0; frame < frames; frame++)
            {
                vectors[frame] = Frame(rest.Slice(HeaderBytes + (frame * FrameBytes), FrameBytes));
            }

            var place = $"{file.FullName}, recording {cases.Count}";
            cases.Add(new ClassifiedCase(place, new FeaturesInput(vectors), Label: null, rest[0]));
            offset += bytes;
        }

        return new EvaluationSet(Metric.Accuracy("recordings"), cases);
    }

    private static float[] Frame(ReadOnlySpan<byte> bytes)
    {
        var values = new float[Coefficients];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) * Scale;
        }

        return values;
    }
}
