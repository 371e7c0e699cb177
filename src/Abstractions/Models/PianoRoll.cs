namespace RnnCluster.Abstractions.Models;

/// <summary>That a model's vectors are chords: element i is 1 while the note <paramref name="LowestNote"/> + i sounds.</summary>
/// <param name="LowestNote">The MIDI pitch of element 0; 60 is middle C.</param>
/// <param name="StepsPerQuarter">Vectors in the time of a quarter note.</param>
[GenerateSerializer, Immutable, Alias("rnn.PianoRoll")]
public sealed record PianoRoll([property: Id(0)] int LowestNote, [property: Id(1)] int StepsPerQuarter);
