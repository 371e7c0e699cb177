using System.Text.Json;
using RnnCluster.Cli.Evaluation.Cases;

namespace RnnCluster.Cli.Evaluation.Files;

/// <summary>
/// Music as a JSON object of splits (<c>train</c>, <c>valid</c>, <c>test</c>), each a list of pieces, these of frames, these of the
/// MIDI notes that sound, 21 to 108; −1 is a silent voice.
/// </summary>
internal static class PianoRolls
{
    /// <summary>Notes of a piano.</summary>
    public const int Notes = 88;

    private const int LowestNote = 21;
    private const int HighestNote = LowestNote + Notes - 1;
    private const int Silence = -1;

    /// <summary>One case a piece of one split.</summary>
    public static EvaluationSet Read(DataFile file, string split)
    {
        using var document = Parse(file);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(split, out var pieces))
        {
            var splits = root.ValueKind == JsonValueKind.Object ? root.EnumerateObject().Select(entry => entry.Name).ToList() : [];
            throw file.Fault("the top", $"it has no split '{split}' (--split); it has {string.Join(", ", splits)}");
        }

        var cases = Items(file, split, pieces).Select(piece => (EvaluationCase)Case(file, piece.Place, piece.Element));
        return new EvaluationSet(Metric.Likelihood, [.. cases]);
    }

    private static PianoRollCase Case(DataFile file, string place, JsonElement piece)
    {
        float[][] frames = [.. Items(file, place, piece).Select(frame => Frame(file, frame.Place, frame.Element))];
        return frames.Length > 1
            ? new PianoRollCase($"{file.FullName}, {place}", frames)
            : throw file.Fault(place, $"it has {frames.Length} frames; it must have two, the second to be foretold from the first");
    }

    private static float[] Frame(DataFile file, string place, JsonElement notes)
    {
        var frame = new float[Notes];
        foreach (var (notePlace, element) in Items(file, place, notes))
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out var note)
                || note is not (Silence or (>= LowestNote and <= HighestNote)))
            {
                throw file.Fault(notePlace,
                    $"the note is {element.GetRawText()}; it must be {LowestNote} to {HighestNote}, or {Silence}");
            }

            if (note != Silence)
            {
                frame[note - LowestNote] = 1;
            }
        }

        return frame;
    }

    private static IEnumerable<(string Place, JsonElement Element)> Items(DataFile file, string place, JsonElement list) =>
        list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select((element, index) => ($"{place}[{index}]", element))
            : throw file.Fault(place, $"it is a JSON {list.ValueKind.ToString().ToLowerInvariant()}; it must be a list");

    private static JsonDocument Parse(DataFile file)
    {
        try
        {
            return JsonDocument.Parse(file.Text());
        }
        catch (JsonException exception)
        {
            throw file.Fault($"line {exception.LineNumber + 1}", "the JSON breaks off or is none; it must be one object of splits");
        }
    }
}
