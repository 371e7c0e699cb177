using System.Text;
using RnnCluster.Cli.Commands;

namespace RnnCluster.Cli.Terminal;

/// <summary>Files of the command line, where <c>-</c> is a standard stream. UTF-8 without a byte-order mark, lines end in LF.</summary>
internal static class StandardFiles
{
    /// <summary>The name of a standard stream.</summary>
    public const string Standard = "-";

    private const int BufferBytes = 1 << 16;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="path">The file.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StreamReader OpenText(string path, string option = "--in") =>
        new(path == Standard ? Console.OpenStandardInput() : File.OpenRead(NoFolder(option, path)), Utf8);

    /// <param name="path">The file.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static StreamWriter CreateText(string path, string option = "--out") =>
        new(path == Standard ? Console.OpenStandardOutput() : File.Create(NoFolder(option, path)), Utf8, BufferBytes)
        {
            NewLine = "\n",
        };

    /// <param name="path">The file.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static Stream CreateBytes(string path, string option) =>
        path == Standard ? Console.OpenStandardOutput() : File.Create(NoFolder(option, path));

    /// <param name="path">The file.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Stream OpenBytes(string path, string option) =>
        path == Standard ? Console.OpenStandardInput() : File.OpenRead(NoFolder(option, path));

    private static string NoFolder(string option, string path) => Directory.Exists(path)
        ? throw new CommandException($"{option} is '{path}', which is a folder; it must be a file")
        : path;
}
