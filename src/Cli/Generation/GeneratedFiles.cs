using System.Text;
using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Commands;
using RnnCluster.Cli.Music;
using RnnCluster.Cli.Terminal;

namespace RnnCluster.Cli.Generation;

/// <summary>Where generated sequences go: a file for each session, music also as MIDI; or all of them to stdout.</summary>
internal sealed class GeneratedFiles
{
    /// <summary>Kind of the tokenizer of models that write tunes.</summary>
    public const string AbcTokenizer = "abc";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly ModelSummary _model;
    private readonly ulong _seed;
    private readonly string _folder;

    /// <param name="model">The model that generates.</param>
    /// <param name="seed">Seed of the run, for the titles of tunes.</param>
    /// <param name="folder">The folder, made when it is missing; <c>-</c> for stdout.</param>
    /// <exception cref="CommandException">A file is in the folder's place.</exception>
    public GeneratedFiles(ModelSummary model, ulong seed, string folder)
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

    /// <summary>Writes what one session generated.</summary>
    /// <returns>The file, or null on stdout.</returns>
    public string? Write(GeneratedSequence sequence)
    {
        var isTune = _model.Tokenizer == AbcTokenizer;
        var isVectors = _model.FeatureSize > 0;
        var content = isTune ? Tune(sequence) : isVectors ? Vectors(sequence) : sequence.Text + "\n";
        if (_folder == StandardFiles.Standard)
        {
            // A blank line ends a tune, and sets texts apart.
            Console.Out.Write(content + "\n");
            return null;
        }

        var path = Path.Combine(_folder, $"{_model.Name}-{sequence.Index:D4}");
        var file = path + (isTune ? ".abc" : isVectors ? ".json" : ".txt");
        File.WriteAllText(file, content, Utf8);
        if (Midi(sequence, content) is { } midi)
        {
            File.WriteAllBytes(path + ".mid", midi);
        }

        return file;
    }

    private byte[]? Midi(GeneratedSequence sequence, string content) =>
        _model.Tokenizer == AbcTokenizer ? MidiFileWriter.Write(AbcTune.Parse(content))
        : _model.PianoRoll is { } roll ? PianoRollNotes.ToMidi($"{_model.Name} {sequence.Index:D4}, seed {_seed}", sequence.Vectors, roll)
        : null;

    /// <summary>A JSON array with an entry for each vector: the MIDI pitches of a piano roll, or the vector itself.</summary>
    private string Vectors(GeneratedSequence sequence)
    {
        var entries = _model.PianoRoll is { } roll
            ? PianoRollNotes.Pitches(sequence.Vectors, roll).Select(pitches => string.Join(",", pitches))
            : sequence.Vectors.Select(vector => string.Join(",", vector));
        return $"[{string.Join(",\n", entries.Select(entry => $"[{entry}]"))}]\n";
    }

    /// <summary>A whole ABC file: the header fields that the model leaves out, and its text.</summary>
    private string Tune(GeneratedSequence sequence) =>
        $"X:{sequence.Index + 1}\nT:{_model.Name} {sequence.Index:D4}, seed {_seed}\nL:1/8\n{sequence.Text.TrimEnd('\n')}\n";
}
