namespace RnnCluster.Cli.Music;

/// <summary>What a bar line means for repeats.</summary>
internal enum BarKind
{
    /// <summary><c>||</c>, <c>|]</c> or <c>[|</c>: a section ends here.</summary>
    Section,

    /// <summary><c>|:</c>: a repeat goes back to here.</summary>
    Open,

    /// <summary><c>:|</c>: go back once.</summary>
    Close,

    /// <summary><c>::</c>: both.</summary>
    CloseAndOpen,
}
