"""Regenerates the golden note lists: what abc2midi plays for every tune in this folder.

Needs abc2midi (of abcMIDI) on the path and nothing beyond Python's standard library. Run it in any folder:

    python3 tests/Cli.Tests/Golden/abc2midi.py

Each NAME.abc gives NAME.json, a list of [start, duration, pitch] in ticks of 480 to the quarter note. abc2midi starts
every note one tick late, which is taken back here, and spreads the tones of a chord, which is switched off.
"""

import json
import pathlib
import struct
import subprocess
import tempfile

CHORDS_AT_ONCE = "%%MIDI chordattack 0\n"


def read_notes(data):
    """The notes of a Standard MIDI File as [on, off, pitch], in the order of their starts."""
    tracks, division = struct.unpack(">HH", data[10:14])
    assert data[:4] == b"MThd" and division == 480, "not a MIDI file of 480 ticks"
    notes, place = [], 14
    for _ in range(tracks):
        assert data[place:place + 4] == b"MTrk"
        end = place + 8 + struct.unpack(">I", data[place + 4:place + 8])[0]
        notes += read_track(data, place + 8, end)
        place = end
    return sorted(notes, key=lambda note: note[0])


def read_track(data, place, end):
    notes, sounding, tick, status = [], {}, 0, 0
    while place < end:
        delta, place = read_variable(data, place)
        tick += delta
        if data[place] & 0x80:
            status, place = data[place], place + 1
        if status in (0xF0, 0xF7, 0xFF):
            length, place = read_variable(data, place + (status == 0xFF))
            place += length
            continue
        kind, first = status & 0xF0, data[place]
        place += 1 if kind in (0xC0, 0xD0) else 2
        if kind == 0x90 and data[place - 1] > 0:
            sounding.setdefault(first, []).append(len(notes))
            notes.append([tick, None, first])
        elif kind in (0x80, 0x90) and sounding.get(first):
            notes[sounding[first].pop(0)][1] = tick
    return notes


def read_variable(data, place):
    value = 0
    while True:
        value = value << 7 | data[place] & 0x7F
        place += 1
        if data[place - 1] < 0x80:
            return value, place


def golden(tune):
    head, key, body = tune.read_text(encoding="utf-8").partition("\nK:")
    name, line_break, music = body.partition("\n")
    with tempfile.TemporaryDirectory() as folder:
        plain, midi = pathlib.Path(folder, "tune.abc"), pathlib.Path(folder, "tune.mid")
        plain.write_text(head + key + name + line_break + CHORDS_AT_ONCE + music, encoding="utf-8")
        subprocess.run(["abc2midi", plain, "-o", midi, "-NGRA", "-NGUI", "-NFER", "-silent"], check=True, stdout=subprocess.DEVNULL)
        notes = read_notes(midi.read_bytes())
    return sorted([on - 1, off - on + 1, pitch] for on, off, pitch in notes)


def main():
    for tune in sorted(pathlib.Path(__file__).parent.glob("*.abc")):
        lines = ",\n".join(json.dumps(note) for note in golden(tune))
        tune.with_suffix(".json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
