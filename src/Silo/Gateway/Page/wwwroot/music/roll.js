// A piano roll that grows with its tune and follows the play head.

import { colour, prepare } from '../dom.js';

const QUARTER_PX = 34;
const LOWEST_SPAN = 18;
const MIDDLE = 60;
const HUE = 235;
const HUE_STEP = 6;
const NAMES = ['C', '', 'D', '', 'E', 'F', '', 'G', '', 'A', '', 'B'];

/** Draws `tune` with the play head at `position` (whole notes); `fresh` is where the newest notes begin. */
export function drawRoll(canvas, tune, position, isPlaying) {
  const height = canvas.clientWidth < 500 ? 200 : 260;
  const { context: pen, width } = prepare(canvas, height);
  const pitches = tune.notes.map(note => note.pitch);
  let low = Math.min(62, ...pitches) - 2;
  const high = Math.max(low + LOWEST_SPAN, 80, ...pitches) + 2;
  low = Math.min(low, high - LOWEST_SPAN);
  const row = height / (high - low + 1);
  const whole = QUARTER_PX * 4;
  const gutter = 26;
  const view = width - gutter;
  const head = isPlaying || position > 0 ? position * whole : tune.length * whole;
  const shift = Math.max(0, Math.min(head - view * (isPlaying ? 0.4 : 0.9), tune.length * whole - view * 0.6));
  const y = pitch => (high - pitch) * row;
  drawRows(pen, { width, low, high, row, y });
  pen.save();
  pen.beginPath();
  pen.rect(gutter, 0, view, height);
  pen.clip();
  pen.translate(gutter - shift, 0);
  drawBeats(pen, { from: shift, to: shift + view, height, whole, bar: barOf(tune.metre) });
  const [saturation, light] = [colour('--note-saturation'), colour('--note-light')];
  for (const note of tune.notes) {
    const left = note.start * whole;
    const right = left + note.length * whole;
    if (right < shift || left > shift + view) continue;
    const sounds = isPlaying && note.start <= position && position < note.start + note.length;
    pen.fillStyle = sounds ? colour('--accent-2') : `hsl(${HUE + (note.pitch - MIDDLE) * HUE_STEP} ${saturation} ${light})`;
    pen.beginPath();
    pen.roundRect(left + 0.5, y(note.pitch) + 1, Math.max(3, right - left - 1.5), Math.max(3, row - 2), Math.min(4, row / 2));
    pen.fill();
  }

  if (isPlaying || position > 0) {
    pen.fillStyle = colour('--accent-2');
    pen.fillRect(position * whole - 1, 0, 2, height);
  }

  pen.restore();
}

function drawRows(pen, { width, low, high, row, y }) {
  pen.font = '10px ui-sans-serif, system-ui, sans-serif';
  for (let pitch = Math.ceil(low); pitch <= high; pitch++) {
    const name = NAMES[pitch % 12];
    if (name === '') {
      pen.fillStyle = colour('--row');
      pen.fillRect(0, y(pitch), width, row);
    }

    if (name === 'C' || name === 'G') {
      pen.fillStyle = colour('--muted');
      pen.fillText(name + (Math.floor(pitch / 12) - 1), 4, y(pitch) + row / 2 + 3.5);
    }
  }
}

/** Length of a bar, in whole notes. */
function barOf(metre) {
  const [beats, unit] = metre.split('/').map(Number);
  return beats > 0 && unit > 0 ? beats / unit : 1;
}

function drawBeats(pen, { from, to, height, whole, bar }) {
  pen.fillStyle = colour('--line');
  for (let place = Math.floor(from / whole / bar); place * bar * whole < to; place++) pen.fillRect(place * bar * whole, 0, 1, height);
}
