namespace RnnCluster.Cli.Music;

/// <summary>One sounding note of a tune that is laid out in time.</summary>
/// <param name="StartTick">When it starts, in ticks of <see cref="MidiTime.TicksPerQuarter"/> to the quarter note.</param>
/// <param name="DurationTicks">How long it sounds, in ticks; at least 1.</param>
/// <param name="Pitch">MIDI pitch, 0 to 127; 60 is middle C.</param>
internal readonly record struct MidiNote(int StartTick, int DurationTicks, int Pitch);
