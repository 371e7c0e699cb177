namespace RnnCluster.BeamSearch;

/// <summary>German sentences such as describe a picture, put together from parts.</summary>
internal static class Sentences
{
    private static readonly string[] Who =
    [
        "Ein Mann", "Eine Frau", "Zwei Kinder", "Ein kleines Mädchen", "Drei Männer in blauen Hemden", "Eine Gruppe von Menschen",
        "Ein Junge mit einem roten Hut", "Ein brauner Hund", "Eine alte Frau", "Zwei junge Männer",
    ];

    private static readonly string[] What =
    [
        "spielt Gitarre", "läuft", "sitzt auf einer Bank", "steht vor einem Haus", "springt ins Wasser",
        "isst ein Eis", "schaut in die Kamera", "fährt Fahrrad", "wartet auf den Bus", "spricht mit einem Freund",
    ];

    private static readonly string[] Where = ["", " auf der Straße", " im Park", " am Strand", " in der Stadt", " an einem sonnigen Tag"];

    /// <summary>Sentence number <paramref name="index"/>.</summary>
    public static string At(int index) => $"{Who[index % 10]} {What[index / 10 % 10]}{Where[index * 7 % 6]}.";
}
