using System.Globalization;
using RnnCluster.BeamSearch;
using RnnCluster.Reporting;

// Beam search of width 5: a hundred sessions together against one at a time, side by side in one run.
var models = args.Length > 0 ? args[0] : "models";
const int Repetitions = 5;
const int Sessions = 100;

await using var run = await SearchRun.StartAsync(models);
var sentences = Enumerable.Range(0, Sessions).Select(Sentences.At).ToArray();

// Long enough for the compiler to have optimised the whole way.
var (_, expected) = await run.TranslateAsync(sentences, Sessions);
await run.TranslateAsync(sentences, together: 1);

var alone = new List<double>();
var together = new List<double>();
for (var repetition = 0; repetition < Repetitions; repetition++)
{
    alone.Add(await MeasureAsync(together: 1));
    together.Add(await MeasureAsync(Sessions));
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
    # Beam search, many sessions together

    Client and silo in one process, model `translate-de-en`, width 5, {Sessions} German sentences of 4 to 14 words, a session each,
    opened and closed anew. Median of {Repetitions} repetitions, taken in turns; every repetition gave the same translations.
    CPU: {Processor.DescriptionWithCores}.

    | sessions at a time | sentences/s |
    | ---: | ---: |
    | 1 | {Averages.Median(alone):F1} |
    | {Sessions} | {Averages.Median(together):F1} |
    | ratio | {Averages.Median(together) / Averages.Median(alone):F1} × |

    `dotnet run -c Release --project bench/BeamSearch`
    """));

async Task<double> MeasureAsync(int together)
{
    var (rate, translations) = await run.TranslateAsync(sentences, together);
    return translations.SequenceEqual(expected) ? rate : throw new InvalidOperationException("translations differ from those before");
}
