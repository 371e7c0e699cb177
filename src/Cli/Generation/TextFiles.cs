using System.Text;
using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Commands;
using RnnCluster.Cli.Music;
using RnnCluster.Cli.Terminal;

namespace RnnCluster.Cli.Generation;

/// <summary>Where generated texts go: a file for each session, tunes also as MIDI; or all of them to stdout.</summary>
internal sealed class TextFiles
{
    private const string AbcTokenizer = "abc";
    private const string WordTokenizer = "words";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly ModelSummary _model;
    private readonly ulong _seed;
    private readonly string _folder;

    /// <param name="model">The model that generates.</param>
    /// <param name="seed">Seed of the run, for the titles of tunes.</param>
    /// <param name="folder">The folder, made when it is missing; <c>-</c> for stdout.</param>
    /// <exception cref="CommandException">A file is in the folder's place.</exception>
    public TextFiles(ModelSummary model, ulong seed, string folder)
    {
        _model = model;
        _seed = seed;
        _folder = folder;
        if (File.Exists(folder))
        {
            throw new CommandException($"--out is '{folder}', which is a file; it must be a folder");
        }

        if (folder != StandardFiles.Standard)
        {
            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>What stands between two tokens of this model's texts.</summary>
    public string Separator => _model.Tokenizer == WordTokenizer ? " " : "";

    /// <summary>Writes the text of one session.</summary>
    /// <returns>The file, or null on stdout.</returns>
    public string? Write(GeneratedText text)
    {
        var isTune = _model.Tokenizer == AbcTokenizer;
        var content = isTune ? Tune(text) : text.Text + "\n";
        if (_folder == StandardFiles.Standard)
        {
            // A blank line ends a tune, and sets texts apart.
            Console.Out.Write(content + "\n");
            return null;
        }

        var path = Path.Combine(_folder, $"{_model.Name}-{text.Index:D4}");
        var file = path + (isTune ? ".abc" : ".txt");
        File.WriteAllText(file, content, Utf8);
        if (isTune)
        {
            File.WriteAllBytes(path + ".mid", MidiFileWriter.Write(AbcTune.Parse(content)));
        }

        return file;
    }

    /// <summary>A whole ABC file: the header fields that the model leaves out, and its text.</summary>
    private string Tune(GeneratedText text) =>
        $"X:{text.Index + 1}\nT:{_model.Name} {text.Index:D4}, seed {_seed}\nL:1/8\n{text.Text.TrimEnd('\n')}\n";
}
