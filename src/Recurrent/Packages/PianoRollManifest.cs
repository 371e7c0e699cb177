namespace RnnCluster.Recurrent.Packages;

/// <summary>That a vector is a chord: element i is 1 while the note <paramref name="LowestNote"/> + i sounds.</summary>
/// <param name="LowestNote">The MIDI pitch of element 0; 60 is middle C.</param>
/// <param name="StepsPerQuarter">Vectors in the time of a quarter note.</param>
public sealed record PianoRollManifest(int LowestNote, int StepsPerQuarter);
