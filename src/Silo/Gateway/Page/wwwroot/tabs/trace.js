// Trace: the forward propagation unfolded, step by step.

import { field, h, panelHead, percent, select } from '../dom.js';
import { drawHeat } from '../heat.js';

const MODELS = [['tagger', 'tagger, LSTM 224'], ['tagger-lookahead', 'tagger-lookahead, LSTM 224'], ['sentiment', 'sentiment, LSTM 160'], ['music', 'music, LSTM 2 × 288']];
const TEXTS = {
  tagger: 'She will book the flight.', 'tagger-lookahead': 'She will book the flight.', sentiment: 'The plot is thin, but I laughed.', music: 'M:6/8\nK:D Major\nA|dAF DFA|',
};
const GATES = { i: 'input', f: 'forget', g: 'candidate', o: 'output', r: 'reset', z: 'update', n: 'candidate' };
const STEP_MS = 550;
const UNIT_ROWS = 96;

export function start(panel, app) {
  const model = select(MODELS, 'tagger');
  const input = h('textarea', { rows: 2, id: 'trace-text', spellcheck: false });
  input.value = TEXTS.tagger;
  const run = h('button', { type: 'button', className: 'main', id: 'trace-run' }, 'Trace');
  const play = h('button', { type: 'button' }, 'Play');
  const step = h('input', { type: 'range', min: 1, max: 1, value: 1, id: 'trace-step', 'aria-label': 'Step' });
  const layer = h('select', { 'aria-label': 'Layer' });
  const shown = select([['output', 'Oₜ, the hidden state'], ['cell', 'cₜ, the cell']], 'output');
  const unfolded = h('div', { className: 'unfolded scroll', tabIndex: 0, 'aria-label': 'The network, unfolded through time' });
  const canvas = h('canvas', { className: 'heat', role: 'img', 'aria-label': 'Heat map: a column is a step, a row is a unit of the state' });
  const caption = h('p', { className: 'status', role: 'status', id: 'trace-status' });
  const gates = h('ul', { className: 'bars named', 'aria-label': 'Gates, averaged' });
  const units = h('ul', { className: 'bars named', 'aria-label': 'Units that moved most' });
  panel.append(
    panelHead('Trace', 'The same weights at every step: the state Oₜ is all that one step tells the next.', 'Oₜ = f(xₜ·W + Oₜ₋₁·W′ + b)'),
    h('div', { className: 'card' },
      h('div', { className: 'fields wide' }, field('Text', input), field('Model', model)), h('div', { className: 'row' }, run, play, step)),
    h('div', { className: 'card' }, unfolded, caption),
    h('div', { className: 'card' }, h('div', { className: 'row wrap' }, h('h3', {}, 'State over time'), shown, layer), canvas),
    h('div', { className: 'grid' }, h('div', { className: 'card' }, h('h3', {}, 'Gates at this step'), gates),
      h('div', { className: 'card' }, h('h3', {}, 'Units that moved most'), units)));

  let trace = null;
  let timer = null;

  const chosen = () => Number(step.value) - 1;
  const columns = () => trace.steps.map(each => each.layers[Number(layer.value)][shown.value] ?? each.layers[Number(layer.value)].output);

  async function read() {
    stop();
    run.disabled = true;
    try {
      trace = await app.post(`/v1/models/${model.value}/trace`, { text: input.value });
      step.max = trace.steps.length;
      step.value = trace.steps.length;
      layer.replaceChildren(...trace.steps[0].layers.map((_, place) => h('option', { value: place }, `layer ${place + 1}`)));
      layer.value = String(trace.steps[0].layers.length - 1);
      shown.disabled = !trace.steps[0].layers[0].cell;
      unfold();
      show();
    } catch (fault) {
      caption.textContent = fault.message;
    } finally {
      run.disabled = false;
    }
  }

  function unfold() {
    unfolded.replaceChildren(...trace.steps.map((each, place) => {
      const label = each.labels.join(' ') || '·';
      return h('button', { type: 'button', className: 'step', 'aria-label': `Step ${each.t}: reads ${each.token}, says ${label}`, onclick: () => { step.value = each.t; show(); } },
        h('span', { className: 'out' }, h('b', {}, printable(label)), h('small', {}, percent(each.score))), h('span', { className: 'arrow', 'aria-hidden': 'true' }, '↑'),
        h('span', { className: 'cell' }, trace.cell.toUpperCase()), h('span', { className: 'arrow', 'aria-hidden': 'true' }, '↑'),
        h('span', { className: 'in' }, printable(each.token ?? `x${place + 1}`)));
    }));
  }

  function show() {
    if (!trace || panel.hidden) return;
    const at = chosen();
    const each = trace.steps[at];
    const bands = condense(columns(), UNIT_ROWS);
    drawHeat(canvas, bands, { height: 300, marked: at, upTo: at + 1 });
    [...unfolded.children].forEach((child, place) => {
      child.dataset.state = place === at ? 'now' : place < at ? 'past' : 'future';
      if (place === at) child.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
    caption.textContent = `t = ${each.t}: reads “${printable(each.token ?? '')}”, says ${each.labels.join(' ') || 'nothing'} (${percent(each.score)})`;
    showGates(each.layers[Number(layer.value)]);
    showUnits(at);
  }

  function showGates({ gates: values }) {
    gates.replaceChildren(...Object.entries(values).map(([name, mean]) => bar(`${name}, ${GATES[name]}`, mean, mean.toFixed(2))));
  }

  function showUnits(at) {
    const all = columns();
    const before = all[at - 1] ?? all[at].map(() => 0);
    const moved = all[at].map((value, unit) => ({ unit, value, change: value - before[unit] })).sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
    units.replaceChildren(...moved.slice(0, 8).map(({ unit, value, change }) =>
      bar(`unit ${unit}`, Math.abs(change) / 2, `${change > 0 ? '+' : '−'}${Math.abs(change).toFixed(2)} → ${value.toFixed(2)}`, change < 0)));
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = 'Play';
  }

  play.addEventListener('click', () => {
    if (timer || !trace) return stop();
    play.textContent = 'Pause';
    step.value = chosen() + 1 >= trace.steps.length ? 1 : Number(step.value) + 1;
    show();
    timer = setInterval(() => {
      if (chosen() + 1 >= trace.steps.length) return stop();
      step.value = Number(step.value) + 1;
      show();
    }, STEP_MS);
  });
  run.addEventListener('click', read);
  step.addEventListener('input', show);
  layer.addEventListener('change', show);
  shown.addEventListener('change', show);
  model.addEventListener('change', () => {
    input.value = TEXTS[model.value];
    read();
  });
  addEventListener('resize', show);
  read();
  return { shown: show };
}

const printable = token => token.replaceAll('\n', '⏎').replace(/^ +$/, '␣');

function bar(name, share, value, isNegative = false) {
  const fill = h('span', { className: isNegative ? 'bar cool' : 'bar' });
  fill.style.width = `${Math.min(100, 100 * share)}%`;
  return h('li', {}, h('b', {}, name), h('span', { className: 'track' }, fill), h('span', { className: 'value' }, value));
}

/** At most `rows` rows: of units that share one, the strongest at any step is shown. */
function condense(columns, rows) {
  const size = columns[0].length;
  if (size <= rows) return columns;
  const strength = Array.from({ length: size }, (_, unit) => Math.max(...columns.map(column => Math.abs(column[unit]))));
  const kept = Array.from({ length: rows }, (_, row) => {
    const from = Math.floor(row * size / rows);
    const to = Math.floor((row + 1) * size / rows);
    let best = from;
    for (let unit = from; unit < to; unit++) if (strength[unit] > strength[best]) best = unit;
    return best;
  });
  return columns.map(column => kept.map(unit => column[unit]));
}
