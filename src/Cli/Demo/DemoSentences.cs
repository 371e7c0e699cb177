namespace RnnCluster.Cli.Demo;

/// <summary>What the demo's reader reads: opening sentences of novels in the public domain, a word a token.</summary>
internal static class DemoSentences
{
    private static readonly string[] Lines =
    [
        // Jane Austen, Pride and Prejudice, 1813.
        "It is a truth universally acknowledged , that a single man in possession of a good fortune , must be in want of a wife .",
        // Herman Melville, Moby-Dick, 1851.
        "Call me Ishmael .",
        "Some years ago , never mind how long precisely , having little or no money in my purse , I thought I would sail about a little .",
        // Charles Dickens, A Tale of Two Cities, 1859.
        "It was the best of times , it was the worst of times , it was the age of wisdom , it was the age of foolishness .",
        // Lewis Carroll, Alice's Adventures in Wonderland, 1865.
        "Alice was beginning to get very tired of sitting by her sister on the bank , and of having nothing to do .",
        // Mark Twain, The Adventures of Tom Sawyer, 1876.
        "The old lady pulled her spectacles down and looked over them about the room .",
        // Arthur Conan Doyle, A Scandal in Bohemia, 1891.
        "To Sherlock Holmes she is always the woman .",
        "I have seldom heard him mention her under any other name .",
    ];

    /// <summary>The sentences, cut into words.</summary>
    public static IReadOnlyList<string[]> All { get; } = [.. Lines.Select(line => line.Split(' '))];
}
