using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using RnnCluster.Cli.Commands;
using RnnCluster.Cli.Terminal;

namespace RnnCluster.Cli.Evaluation.Files;

/// <summary>A file with cases for an evaluation: whole in memory, gzip undone.</summary>
internal sealed class DataFile
{
    /// <summary>Most bytes of a file, gzip undone: 512 MiB.</summary>
    private const int LimitBytes = 1 << 29;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private DataFile(string path, byte[] content)
    {
        FullName = path;
        Content = content;
        var name = Path.GetFileName(path);
        Name = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
    }

    /// <summary>The path as it was typed.</summary>
    public string FullName { get; }

    /// <summary>The name without folder and without <c>.gz</c>.</summary>
    public string Name { get; }

    /// <summary>All bytes.</summary>
    public byte[] Content { get; }

    /// <summary>Reads a file, or stdin when <paramref name="path"/> is <c>-</c>.</summary>
    /// <exception cref="CommandException">It is not there, too large, or no whole gzip file though it begins like one.</exception>
    public static DataFile Read(string path)
    {
        if (path != StandardFiles.Standard && !File.Exists(path))
        {
            throw new CommandException($"there is no file '{path}'");
        }

        using var file = path == StandardFiles.Standard ? Console.OpenStandardInput() : File.OpenRead(path);
        var content = ReadAll(file, path);
        if (content is not [0x1f, 0x8b, _, _, ..])
        {
            return new DataFile(path, content);
        }

        try
        {
            using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            var plain = ReadAll(gzip, path);

            // A stream that breaks off ends without a complaint, but not in the four bytes that say how long it should be.
            return BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan()[^sizeof(int)..]) == plain.Length
                ? new DataFile(path, plain)
                : throw new CommandException($"{path} is cut off, or is several gzip files in one; it must be one and whole");
        }
        catch (InvalidDataException)
        {
            throw new CommandException($"{path} begins as a gzip file does, but is none or is damaged");
        }
    }

    /// <summary>A file with this content, as if it had been read.</summary>
    internal static DataFile From(string path, byte[] content) => new(path, content);

    /// <summary>The lines of a UTF-8 text with their numbers, from 1.</summary>
    /// <exception cref="CommandException">The file is no UTF-8 text.</exception>
    public IEnumerable<(int Number, string Text)> Lines()
    {
        using var lines = new StringReader(Text());
        for (var number = 1; lines.ReadLine() is { } text; number++)
        {
            yield return (number, text);
        }
    }

    /// <summary>The whole UTF-8 text.</summary>
    /// <exception cref="CommandException">The file is no UTF-8 text.</exception>
    public string Text()
    {
        try
        {
            return Utf8.GetString(Content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            throw Fault($"byte {exception.Index}", "this is no UTF-8; it must be a text file");
        }
    }

    /// <summary>How a line is named.</summary>
    public string LineOf(int number) => $"{FullName}, line {number}";

    /// <summary>Something is wrong at a place of this file.</summary>
    /// <param name="place">Where: a line, a byte, an entry.</param>
    /// <param name="message">What was found and what is allowed.</param>
    public CommandException Fault(string place, string message) => new($"{FullName}, {place}: {message}");

    /// <inheritdoc cref="Fault(string, string)"/>
    public CommandException Fault(int line, string message) => Fault($"line {line}", message);

    private static byte[] ReadAll(Stream stream, string path)
    {
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            content.Write(buffer, 0, read);
            if (content.Length > LimitBytes)
            {
                throw new CommandException($"{path} has more than {LimitBytes:N0} bytes; that is as much as is read");
            }
        }

        return content.ToArray();
    }
}
