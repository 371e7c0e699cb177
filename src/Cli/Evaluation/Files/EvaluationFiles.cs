using RnnCluster.Abstractions.Models;
using RnnCluster.Cli.Commands;

namespace RnnCluster.Cli.Evaluation.Files;

/// <summary>Finds out what form a data file has, from the model that is to read it and from the file's name and beginning.</summary>
internal static class EvaluationFiles
{
    private const string Words = "words";
    private const string Translating = "encoder-decoder";

    /// <summary>The cases of a file.</summary>
    /// <param name="model">The model that is to answer them.</param>
    /// <param name="file">The data.</param>
    /// <param name="references">Translations, line by line; null when they are in the data or not needed.</param>
    /// <param name="split">The split to take of a file that has several.</param>
    /// <exception cref="CommandException">The file is broken, or no data for this model.</exception>
    public static EvaluationSet Read(ModelSummary model, DataFile file, DataFile? references, string split)
    {
        if (references is not null && model.Topology != Translating)
        {
            throw new CommandException(
                $"REFERENCES is '{references.FullName}'; only translations have references, "
                + $"and model '{model.Name}' is {model.Topology}");
        }

        var readsVectors = model.Tokenizer.Length == 0;
        return model.Topology switch
        {
            "many-to-one" => readsVectors ? ReadSeries(model, file) : LabelledTexts.Read(file, model.Tokenizer == Words),
            "one-to-one" => ReadImages(model, file),
            "many-to-many" when !readsVectors => TaggedSentences.Read(file),
            "one-to-many" when readsVectors => ReadPianoRolls(model, file, split),
            "one-to-many" when file.Content is [(byte)'{', ..] => CaptionLines.Read(file, model.Tokenizer),
            Translating => references is null
                ? ParallelTexts.ReadPairs(file, model.Tokenizer)
                : ParallelTexts.ReadLines(file, references, model.Tokenizer),
            "one-to-many" => throw Refusal(
                model, file, $"{CaptionLines.Form} a line; what a language model writes by itself has no metric here"),
            _ => throw new CommandException(
                $"a model that is {model.Topology} on {(readsVectors ? "vectors" : "tokens")} has no metric here"),
        };
    }

    private static EvaluationSet ReadSeries(ModelSummary model, DataFile file)
    {
        if (file.Name.EndsWith(".ts", StringComparison.OrdinalIgnoreCase))
        {
            return TimeSeries.Read(file, model.FeatureSize);
        }

        if (file.Name.Contains(SpokenDigits.NamePart, StringComparison.Ordinal))
        {
            RequireSize(model, file, SpokenDigits.Coefficients);
            return SpokenDigits.Read(file);
        }

        throw Refusal(model, file, $"a .ts file or *{SpokenDigits.NamePart}, perhaps with .gz");
    }

    private static EvaluationSet ReadImages(ModelSummary model, DataFile file)
    {
        var folder = Path.GetDirectoryName(file.FullName) ?? "";
        var set = Images.Read(file, name => DataFile.Read(Path.Combine(folder, name))) ?? throw Refusal(
            model, file, "*_gray16.bin, *_rgb32.bin, MNIST's *images-idx3-ubyte or the UCI optical digits, perhaps with .gz");
        if (set.Cases is [{ Input: Abstractions.Frames.FeaturesInput picture }, ..])
        {
            RequireSize(model, file, picture.Vectors[0].Length);
        }

        return set;
    }

    private static EvaluationSet ReadPianoRolls(ModelSummary model, DataFile file, string split)
    {
        if (file.Content is not [(byte)'{', ..])
        {
            throw Refusal(model, file, "piano rolls: a JSON object of splits, perhaps with .gz");
        }

        RequireSize(model, file, PianoRolls.Notes);
        return PianoRolls.Read(file, split);
    }

    private static void RequireSize(ModelSummary model, DataFile file, int size)
    {
        if (model.FeatureSize != size)
        {
            throw new CommandException($"{file.FullName} has vectors of {size} values; model '{model.Name}' reads {model.FeatureSize}");
        }
    }

    private static CommandException Refusal(ModelSummary model, DataFile file, string allowed) =>
        new($"{file.FullName} is no data for model '{model.Name}', which is {model.Topology}; that must be {allowed}");
}
