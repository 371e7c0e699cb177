// Heat maps: blue for negative, orange for positive, the panel's own ground for zero.

import { prepare } from './dom.js';

const WARM = [234, 88, 12];
const COOL = [37, 99, 235];

function ground() {
  return document.documentElement.dataset.theme === 'dark' ? [17, 20, 34] : [255, 255, 255];
}

/** The colour of a value between -1 and 1. */
export function heat(value, base = ground()) {
  const strength = Math.min(1, Math.abs(value));
  const end = value < 0 ? COOL : WARM;
  return `rgb(${base.map((from, i) => Math.round(from + (end[i] - from) * strength)).join(' ')})`;
}

/**
 * Draws `columns[x][y]` as cells; a column that is marked gets a frame.
 * @param {number[][]} columns
 */
export function drawHeat(canvas, columns, { height = 220, marked = -1, upTo = columns.length } = {}) {
  const { context: pen, width } = prepare(canvas, height);
  if (columns.length === 0) return;
  const base = ground();
  const cell = width / columns.length;
  const row = height / columns[0].length;
  columns.slice(0, upTo).forEach((column, x) => column.forEach((value, y) => {
    pen.fillStyle = heat(value, base);
    pen.fillRect(Math.floor(x * cell), y * row, Math.ceil(cell) - (cell > 6 ? 1 : 0), Math.ceil(row));
  }));
  if (marked >= 0) {
    pen.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue('--accent');
    pen.lineWidth = 2;
    pen.strokeRect(marked * cell + 1, 1, cell - 2, height - 2);
  }
}
