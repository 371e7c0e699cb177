// Reads a tune in ABC notation (https://abcnotation.com/wiki/abc:standard:v2.1), whole or as far as it has come. All lengths are in whole
// notes. What a longer text adds comes behind what a shorter one had, so a tune may be played while it grows.

const LETTERS = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const SHARPS = ['F', 'C', 'G', 'D', 'A', 'E', 'B'];
const FIFTHS = { C: 0, G: 1, D: 2, A: 3, E: 4, B: 5, F: -1 };
const MODES = { maj: 0, ion: 0, '': 0, mix: -1, dor: -2, m: -3, min: -3, aeo: -3, phr: -4, loc: -5, lyd: 1 };
const NOTE = /^([_=^]*)([A-Ga-gzx])([,']*)(\d*)(\/*)(\d*)/;
const BAR = /^(:*\|*\[?\|[\]|:]*|::+|\|?:+\|?)/;
const HIGHEST_REPEATED = 20000;

/** @returns {{notes: {start: number, length: number, pitch: number}[], length: number, quartersPerMinute: number, key: string, metre: string}} */
export function readTune(text) {
  const tune = { items: [], unit: null, metre: [4, 4], metreText: 'C', key: '', signature: {}, tempo: null };
  let inBody = !/^K:/m.test(text);
  for (const raw of text.replace(/\r\n?/g, '\n').split('\n')) {
    const line = raw.replace(/%.*$/, '');
    if (/^[A-Za-z+]:(?![|:\]])/.test(line)) {
      obey(tune, line[0], line.slice(2).trim());
      inBody ||= line[0] === 'K';
    } else if (inBody) {
      readLine(tune, line);
    }
  }

  const { notes, length } = layOut(tune.items);
  return { notes, length, quartersPerMinute: tune.tempo ?? usualTempo(tune.metre), key: tune.key, metre: tune.metreText };
}

function obey(tune, name, value) {
  if (name === 'M') {
    tune.metreText = value;
    const match = /^(\d+)\/(\d+)/.exec(value);
    tune.metre = match ? [Number(match[1]), Number(match[2])] : value.startsWith('C|') ? [2, 2] : [4, 4];
  } else if (name === 'L') {
    const match = /^(\d+)\/(\d+)/.exec(value);
    if (match) tune.unit = Number(match[1]) / Number(match[2]);
  } else if (name === 'K') {
    tune.key = value;
    tune.signature = signatureOf(value);
    tune.accidentals = {};
  } else if (name === 'Q') {
    const match = /(?:(\d+)\/(\d+)\s*=\s*)?(\d+)/.exec(value.replace(/"[^"]*"/g, ''));
    if (match) tune.tempo = match[1] ? Number(match[3]) * 4 * Number(match[1]) / Number(match[2]) : Number(match[3]);
  }
}

/** Semitones that a key puts on each letter. */
export function signatureOf(key) {
  const match = /^([A-G])([#b]?)\s*([A-Za-z]*)/.exec(key);
  if (!match) return {};
  const mode = match[3].toLowerCase();
  const shift = MODES[mode.slice(0, 3)] ?? MODES[mode] ?? 0;
  const fifths = FIFTHS[match[1]] + (match[2] === '#' ? 7 : match[2] === 'b' ? -7 : 0) + shift;
  const signature = {};
  for (let i = 0; i < Math.min(7, Math.abs(fifths)); i++) {
    if (fifths > 0) signature[SHARPS[i]] = 1;
    else signature[SHARPS[6 - i]] = -1;
  }

  for (const [, mark, letter] of key.matchAll(/([_^=])([A-Ga-g])/g)) signature[letter.toUpperCase()] = { '^': 1, _: -1, '=': 0 }[mark];
  return signature;
}

function usualTempo([beats, unit]) {
  if (unit === 8 && beats % 3 === 0) return 168;
  if (unit === 2) return 180;
  return unit === 4 && beats === 3 ? 140 : unit === 4 && beats === 4 ? 180 : 120;
}

function readLine(tune, line) {
  let rest = line;
  const take = pattern => {
    const match = pattern.exec(rest);
    if (match) rest = rest.slice(match[0].length);
    return match;
  };
  while (rest.length > 0) {
    let match;
    if ((match = take(/^\[([A-Za-z]):([^\]]*)\]/))) obey(tune, match[1], match[2].trim());
    else if ((match = take(/^\[(\d[\d,-]*)/))) tune.items.push({ ending: endings(match[1]) });
    else if ((match = take(BAR))) readBar(tune, match[0], take);
    else if (take(/^\{[^}]*\}?/) || take(/^"[^"]*"?/) || take(/^![^!]*!/) || take(/^\+[^+]+\+/)) continue;
    else if ((match = take(/^\((\d)(?::(\d?))?(?::(\d?))?/))) tune.tuplet = tupletOf(tune, match);
    else if ((match = take(/^([<>]+)/))) tune.broken = brokenOf(tune, match[1]);
    else if (take(/^-/)) tie(tune);
    else if ((match = take(/^\[([^\]]*)\](\d*)(\/*)(\d*)/))) readChord(tune, match);
    else if ((match = take(NOTE))) addNote(tune, [pitchOf(tune, match)], lengthOf(match[4], match[5], match[6]));
    else if ((match = take(/^Z(\d*)/))) addNote(tune, [null], Number(match[1] || 1) * tune.metre[0] / tune.metre[1] / unitOf(tune));
    else rest = rest.slice(1);
  }
}

function readBar(tune, bar, take) {
  // A tie carries its accidental over the bar.
  tune.carried = tune.items.at(-1)?.tied ? tune.accidentals : null;
  tune.accidentals = {};
  const ends = /^:/.test(bar);
  const starts = /:$/.test(bar) && (bar.length > 1 || ends);
  tune.items.push({ bar, ends: ends && bar !== ':', starts: starts && bar !== ':', closes: /\|\||[\]]/.test(bar) });
  const ending = take(/^\s*\[?(\d[\d,-]*)(?![/\d])/);
  if (ending) tune.items.push({ ending: endings(ending[1]) });
}

function endings(text) {
  return text.split(',').flatMap(part => {
    const [from, to] = part.split('-').map(Number);
    return Array.from({ length: (to || from) - from + 1 }, (_, i) => from + i);
  });
}

function tupletOf(tune, [, count, time, notes]) {
  const p = Number(count);
  const compound = tune.metre[0] % 3 === 0 && tune.metre[0] > 3;
  const usual = { 2: 3, 3: 2, 4: 3, 6: 2, 8: 3 }[p] ?? (compound ? 3 : 2);
  return { factor: Number(time || usual) / p, left: Number(notes || p) };
}

function brokenOf(tune, marks) {
  const small = 1 / 2 ** marks.length;
  const [before, after] = marks[0] === '>' ? [2 - small, small] : [small, 2 - small];
  const first = tune.items.findLast(item => item.pitches);
  return first ? { first, before, after } : null;
}

function tie(tune) {
  const last = tune.items.at(-1);
  if (last?.pitches) last.tied = true;
}

function readChord(tune, [, inside, digits, slashes, divisor]) {
  const pitches = [];
  const tied = new Set();
  let length = null;
  let rest = inside;
  while (rest.length > 0) {
    const note = NOTE.exec(rest);
    if (note) {
      pitches.push(pitchOf(tune, note));
      length ??= lengthOf(note[4], note[5], note[6]);
    } else if (rest[0] === '-') {
      tied.add(pitches.at(-1));
    }

    rest = rest.slice(note ? note[0].length : 1);
  }

  if (pitches.length > 0) addNote(tune, pitches, length * lengthOf(digits, slashes, divisor)).tied = tied.size > 0 ? tied : null;
}

function pitchOf(tune, [, accidental, letter, octaves]) {
  if (letter === 'z' || letter === 'x') return null;
  const upper = letter.toUpperCase();
  let octave = letter === upper ? 5 : 6;
  for (const mark of octaves) octave += mark === "'" ? 1 : -1;
  tune.accidentals ??= {};
  if (accidental) {
    tune.accidentals[upper] = [...accidental].reduce((sum, mark) => sum + (mark === '^' ? 1 : mark === '_' ? -1 : 0), 0);
  }

  return 12 * octave + LETTERS[upper] + (tune.accidentals[upper] ?? tune.carried?.[upper] ?? tune.signature[upper] ?? 0);
}

function lengthOf(digits, slashes, divisor) {
  const by = slashes ? (divisor ? Number(divisor) : 2 ** slashes.length) : 1;
  return Number(digits || 1) / by;
}

function unitOf(tune) {
  return tune.unit ?? (tune.metre[0] / tune.metre[1] < 0.75 ? 1 / 16 : 1 / 8);
}

function addNote(tune, pitches, units) {
  let length = units * unitOf(tune);
  if (tune.tuplet) {
    length *= tune.tuplet.factor;
    if (--tune.tuplet.left === 0) tune.tuplet = null;
  }

  const { first, before, after } = tune.broken ?? {};
  tune.broken = null;
  if (first?.length === length) {
    first.length *= before;
    length *= after;
  }

  const item = { pitches: pitches.filter(pitch => pitch !== null), length };
  tune.items.push(item);
  tune.carried = null;
  return item;
}

/** Plays the items with their repeats and puts every note where it begins. */
function layOut(items) {
  const notes = [];
  const repeats = new Repeats(items);
  let time = 0;
  let tied = new Map();
  for (let at = 0; at < items.length && notes.length < HIGHEST_REPEATED; at++) {
    const item = items[at];
    if (item.pitches) {
      repeats.sound();
      tied = sound(item, time, tied, notes);
      time += item.length;
    } else {
      at = item.ending ? repeats.ending(item.ending, at) : repeats.bar(item, at);
    }
  }

  return { notes, length: time };
}

/**
 * Where to go on at bars and endings. A `:|` goes back to its `|:`; without one to the last `:|`, `::`, `||` or the start, the first of a
 * tune always to the start. Everything is played at most twice.
 */
class Repeats {
  #items;
  #begin = 0;
  #isOpen = false;
  #sawRepeat = false;
  #pass = 1;
  #endingPass = 1;
  #inSecond = false;
  #lastTurn = -1;

  constructor(items) { this.#items = items; }

  sound() { this.#endingPass = this.#inSecond ? 2 : this.#pass; }

  bar({ ends, starts, closes }, at) {
    const turns = ends || (starts && this.#isOpen);
    if (turns && this.#pass === 1 && !this.#inSecond && at > this.#lastTurn) {
      this.#lastTurn = at;
      this.#pass = this.#endingPass = 2;
      this.#sawRepeat = true;
      return this.#begin - 1;
    }

    if (!ends && !starts && (!closes || (!this.#inSecond && (this.#pass === 2 || this.#isOpen || !this.#sawRepeat)))) return at;
    this.#endingPass = ends && !starts ? 2 : 1;
    this.#begin = at + 1;
    this.#isOpen = starts;
    this.#sawRepeat ||= starts;
    this.#pass = 1;
    this.#inSecond = false;
    return at;
  }

  ending(numbers, at) {
    this.#inSecond = false;
    if (numbers.includes(this.#endingPass)) {
      this.#inSecond = this.#endingPass === 2;
      return at;
    }

    while (at + 1 < this.#items.length && this.#items[at + 1].pitches) at++;
    return at;
  }
}

function sound(item, time, tied, notes) {
  const next = new Map();
  for (const pitch of item.pitches) {
    let note = tied.get(pitch);
    if (note) {
      note.length += item.length;
    } else {
      note = { start: time, length: item.length, pitch };
      notes.push(note);
    }

    if (item.tied === true || item.tied?.has(pitch)) next.set(pitch, note);
  }

  return next;
}
