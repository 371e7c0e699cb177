namespace RnnCluster.Oracle.Frames;

/// <summary>Which models the sessions of a run are on: every kind, the dear ones less often.</summary>
internal static class SessionMix
{
    private const int EnglishWords = 8_866;
    private const int SentimentWords = 8_217;

    private static readonly TextScript Tagged = new(EnglishWords);
    private static readonly TextScript Rated = new(SentimentWords);
    private static readonly TuneScript Tunes = new();
    private static readonly ChoraleScript Chorales = new(notes: 88);

    private static readonly TranslationScript English = new(
    [
        "Where is the station?", "I am too tired to walk home.", "She gave me a book for my birthday.",
        "It has been raining since this morning.", "Could you help me with my homework?",
    ]);

    private static readonly TranslationScript German = new(
    [
        "Ein Mann spielt Gitarre auf der Straße.", "Zwei Kinder laufen durch den Park.", "Ein brauner Hund springt ins Wasser.",
        "Eine alte Frau sitzt auf einer Bank.",
    ]);

    /// <summary>Models in turn, each with the frames that it is sent.</summary>
    public static IReadOnlyList<(string Model, IFrameScript Script)> All { get; } =
    [
        ("tagger", Tagged),
        ("music", Tunes),
        ("sentiment", Rated),
        ("tagger-bidirectional", Tagged),
        ("chorales", Chorales),
        ("speaker", new VectorScript(size: 12, stepsMost: 4)),
        ("music", Tunes),
        ("tagger-lookahead", Tagged),
        ("digits", new VectorScript(size: 64, stepsMost: 1)),
        ("tagger", Tagged),
        ("translate", English),
        ("music", Tunes),
        ("spoken-digits", new VectorScript(size: 13, stepsMost: 4)),
        ("sentiment", Rated),
        ("captions", new CaptionScript(size: 1_728)),
        ("chorales", Chorales),
        ("tagger-bidirectional", Tagged),
        ("translate-de-en", German),
        ("tagger", Tagged),
        ("catdog", new VectorScript(size: 256, stepsMost: 1)),
    ];
}
