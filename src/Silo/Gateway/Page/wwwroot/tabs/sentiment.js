// Sentiment: the score after every word, as a curve.

import { colour, field, h, panelHead, percent, prepare } from '../dom.js';
import { TypedText } from '../typed.js';

const MODEL = 'sentiment';
const HEIGHT = 260;
const EXAMPLES = [
  'It begins slowly, but the last hour is a quiet triumph. ',
  'A warm, funny and beautifully acted film. ',
  'The plot is thin and the jokes are thinner. ',
  'I expected a masterpiece and got a dull, endless mess. ',
];

export function start(panel, app) {
  const input = h('textarea', { rows: 2, id: 'sentiment-text', spellcheck: false });
  input.value = EXAMPLES[0];
  const canvas = h('canvas', { className: 'curve', role: 'img', 'aria-label': 'The score after each word' });
  const verdict = h('p', { className: 'verdict', role: 'status', id: 'sentiment-verdict' });
  const list = h('ol', { className: 'sr-only', 'aria-label': 'Scores by word', id: 'sentiment-scores' });
  const examples = h('div', { className: 'row wrap' }, EXAMPLES.map(text => h('button', {
    type: 'button', className: 'quiet small', onclick: () => {
      input.value = text;
      read();
    },
  }, text.trim())));
  panel.append(
    panelHead('Sentiment', 'One LSTM reads a review and changes its mind after every word.', MODEL, 'many-to-one'),
    h('div', { className: 'card' }, field('A sentence about a film', input), examples, canvas, list, verdict));

  let scores = [];
  const typed = new TypedText(app, show, fault => { verdict.textContent = fault.message; });
  const read = () => typed.read(input.value, MODEL, false);
  input.addEventListener('input', read);
  addEventListener('resize', draw);

  function show({ outputs, tookMs }) {
    scores = outputs.map(output => ({ token: output.token, value: output.label === 'positive' ? output.score : 1 - output.score }));
    list.replaceChildren(...scores.map(({ token, value }) => h('li', {}, `${token}: ${percent(value)} positive`)));
    const last = scores.at(-1);
    verdict.textContent = last
      ? `${last.value >= 0.5 ? 'Positive' : 'Negative'}: ${percent(last.value)} positive after ${scores.length} words, ${tookMs.toFixed(1)} ms`
      : 'Type a word and a space.';
    verdict.dataset.mood = !last ? '' : last.value >= 0.5 ? 'good' : 'bad';
    draw();
  }

  function draw() {
    if (panel.hidden) return;
    const { context: pen, width } = prepare(canvas, HEIGHT);
    const top = 14;
    const bottom = HEIGHT - 62;
    const y = value => bottom - value * (bottom - top);
    drawGround(pen, { width, top, bottom, y });
    const step = Math.min(64, (width - 60) / Math.max(1, scores.length));
    const x = place => 44 + step * (place + 0.5);
    pen.lineWidth = 3;
    pen.lineJoin = 'round';
    pen.strokeStyle = colour('--accent');
    pen.beginPath();
    scores.forEach(({ value }, place) => pen[place === 0 ? 'moveTo' : 'lineTo'](x(place), y(value)));
    pen.stroke();
    scores.forEach(({ token, value }, place) => {
      pen.fillStyle = colour(value >= 0.5 ? '--good' : '--bad');
      pen.beginPath();
      pen.arc(x(place), y(value), 5, 0, 7);
      pen.fill();
      pen.save();
      pen.translate(x(place) + 4, bottom + 14);
      pen.rotate(-0.65);
      pen.textAlign = 'right';
      pen.fillStyle = colour('--text');
      pen.font = '13px ui-sans-serif, system-ui, sans-serif';
      pen.fillText(token, 0, 0);
      pen.restore();
    });
  }

  read();
  return { shown: draw };
}

function drawGround(pen, { width, top, bottom, y }) {
  const shade = pen.createLinearGradient(0, top, 0, bottom);
  shade.addColorStop(0, colour('--good-soft'));
  shade.addColorStop(0.5, 'transparent');
  shade.addColorStop(1, colour('--bad-soft'));
  pen.fillStyle = shade;
  pen.fillRect(40, top, width - 40, bottom - top);
  pen.font = '11px ui-sans-serif, system-ui, sans-serif';
  for (const [value, text] of [[1, '100 %'], [0.5, '50 %'], [0, '0 %']]) {
    pen.fillStyle = colour('--line');
    pen.fillRect(40, y(value), width - 40, 1);
    pen.fillStyle = colour('--muted');
    pen.fillText(text, 2, y(value) + 4);
  }
}
