// Writes a tune as a Standard MIDI File, format 0.

const TICKS = 480;
const VELOCITY = 80;

/** @param {{notes: {start: number, length: number, pitch: number}[], quartersPerMinute: number}} tune @returns {Uint8Array} */
export function writeMidi(tune) {
  const tick = wholes => Math.round(wholes * 4 * TICKS);
  const events = tune.notes.flatMap(({ start, length, pitch }) => [
    { at: tick(start), on: true, pitch }, { at: tick(start + length), on: false, pitch }]);
  events.sort((a, b) => a.at - b.at || Number(a.on) - Number(b.on));
  const tempo = Math.round(60_000_000 / tune.quartersPerMinute);
  const track = [0, 0xFF, 0x51, 3, tempo >> 16 & 255, tempo >> 8 & 255, tempo & 255, 0, 0xC0, 73];
  let last = 0;
  for (const { at, on, pitch } of events) {
    track.push(...variable(at - last), on ? 0x90 : 0x80, pitch & 127, on ? VELOCITY : 0);
    last = at;
  }

  track.push(0, 0xFF, 0x2F, 0);
  return Uint8Array.from([...letters('MThd'), 0, 0, 0, 6, 0, 0, 0, 1, TICKS >> 8, TICKS & 255, ...letters('MTrk'), ...word(track.length), ...track]);
}

const letters = text => [...text].map(letter => letter.charCodeAt(0));
const word = value => [value >>> 24 & 255, value >>> 16 & 255, value >>> 8 & 255, value & 255];

function variable(value) {
  const bytes = [value & 127];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift(rest & 127 | 128);
  return bytes;
}
