using System.Buffers.Binary;
using System.Globalization;
using RnnCluster.Abstractions.Frames;
using RnnCluster.Cli.Evaluation.Cases;

namespace RnnCluster.Cli.Evaluation.Files;

/// <summary>Pictures with a class each, in the forms of CIFAR-10, MNIST and the UCI optical digits; pixels become 0 to 1.</summary>
internal static class Images
{
    private const string GreyName = "_gray16.bin";
    private const string ColourName = "_rgb32.bin";
    private const int IdxImages = 0x803;
    private const int IdxLabels = 0x801;
    private const int IdxImagesHeader = 16;
    private const int IdxLabelsHeader = 8;
    private const float GreatestByte = 255;
    private const int GreatestPixelOfDigits = 16;
    private const int PixelsOfDigits = 64;

    /// <summary>Reads the file when it is one of these.</summary>
    /// <param name="file">The file.</param>
    /// <param name="readBeside">Reads another file of the same folder.</param>
    /// <returns>The cases, or null when the file is none of these.</returns>
    public static EvaluationSet? Read(DataFile file, Func<string, DataFile> readBeside)
    {
        var cases = file.Name switch
        {
            _ when file.Name.EndsWith(GreyName, StringComparison.Ordinal) => Records(file, 16 * 16),
            _ when file.Name.EndsWith(ColourName, StringComparison.Ordinal) => Records(file, 3 * 32 * 32),
            _ when file.Content is [0, 0, 8, 3, ..] => Idx(file, readBeside),
            _ when file.Content is [>= (byte)'0' and <= (byte)'9', ..] => Digits(file),
            _ => null,
        };
        return cases is null ? null : new EvaluationSet(Metric.Accuracy("pictures"), [.. cases]);
    }

    /// <summary>CIFAR-10's records: the class in one byte, then a byte a pixel, plane after plane.</summary>
    private static IEnumerable<ClassifiedCase> Records(DataFile file, int pixels)
    {
        var bytes = 1 + pixels;
        if (file.Content.Length % bytes is var rest and > 0)
        {
            throw file.Fault($"byte {file.Content.Length - rest}", $"the last record has {rest} bytes; each must have {bytes}");
        }

        return Enumerable.Range(0, file.Content.Length / bytes)
            .Select(index => Case(
                file, index, Pixels(file.Content.AsSpan((index * bytes) + 1, pixels)), file.Content[index * bytes]));
    }

    /// <summary>MNIST's IDX files, big endian; the classes are in the file of labels that belongs to it.</summary>
    private static IEnumerable<ClassifiedCase> Idx(DataFile file, Func<string, DataFile> readBeside)
    {
        var (count, pixels) = IdxHeader(file);
        var labelsName = Path.GetFileName(file.FullName).Replace("images-idx3", "labels-idx1", StringComparison.Ordinal);
        if (labelsName == Path.GetFileName(file.FullName))
        {
            throw file.Fault("its name", "a file of IDX images must have 'images-idx3' in it, so that its labels are found beside it");
        }

        var labels = readBeside(labelsName);
        var header = labels.Content.AsSpan();
        if (header.Length != IdxLabelsHeader + count || BinaryPrimitives.ReadInt32BigEndian(header) != IdxLabels
            || BinaryPrimitives.ReadInt32BigEndian(header[4..]) != count)
        {
            throw labels.Fault("byte 0", $"it is no file of IDX labels for {count:N0} images, which has {IdxLabelsHeader + count:N0} bytes");
        }

        return Enumerable.Range(0, count).Select(index => Case(
            file,
            index,
            Pixels(file.Content.AsSpan(IdxImagesHeader + (index * pixels), pixels)),
            labels.Content[IdxLabelsHeader + index]));
    }

    private static (int Count, int Pixels) IdxHeader(DataFile file)
    {
        var header = file.Content.AsSpan();
        if (header.Length < IdxImagesHeader || BinaryPrimitives.ReadInt32BigEndian(header) != IdxImages)
        {
            throw file.Fault("byte 0", $"it has {header.Length} bytes; IDX images begin with a header of {IdxImagesHeader}");
        }

        var count = BinaryPrimitives.ReadInt32BigEndian(header[4..]);
        var rows = BinaryPrimitives.ReadInt32BigEndian(header[8..]);
        var columns = BinaryPrimitives.ReadInt32BigEndian(header[12..]);
        var pixels = (long)rows * columns;
        if (count < 0 || rows <= 0 || columns <= 0 || pixels > header.Length || header.Length != IdxImagesHeader + (count * pixels))
        {
            throw file.Fault("byte 4",
                $"the header says {count} images of {rows} × {columns}; the file has {header.Length - IdxImagesHeader} bytes of pixels");
        }

        return (count, (int)pixels);
    }

    /// <summary>The UCI optical digits: 64 pixels of 0 to 16 and the digit, between commas.</summary>
    private static IEnumerable<ClassifiedCase> Digits(DataFile file)
    {
        foreach (var (number, line) in file.Lines())
        {
            var texts = line.Split(',');
            if (texts.Length != PixelsOfDigits + 1)
            {
                throw file.Fault(number, $"it has {texts.Length} numbers; it must have {PixelsOfDigits} pixels and the digit");
            }

            var values = texts.Select((text, place) => Whole(file, number, place, text)).ToArray();
            yield return new ClassifiedCase(
                file.LineOf(number),
                new FeaturesInput([[.. values[..PixelsOfDigits].Select(value => value / (float)GreatestPixelOfDigits)]]),
                Label: null,
                values[^1]);
        }
    }

    private static int Whole(DataFile file, int line, int place, string text)
    {
        var greatest = place < PixelsOfDigits ? GreatestPixelOfDigits : 9;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= greatest
            ? value
            : throw file.Fault(line, $"number {place} is '{text}'; it must be 0 to {greatest}");
    }

    private static ClassifiedCase Case(DataFile file, int index, float[] pixels, byte label) =>
        new($"{file.FullName}, picture {index}", new FeaturesInput([pixels]), Label: null, label);

    private static float[] Pixels(ReadOnlySpan<byte> bytes)
    {
        var pixels = new float[bytes.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = bytes[i] / GreatestByte;
        }

        return pixels;
    }
}
