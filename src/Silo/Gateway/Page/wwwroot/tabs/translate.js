// Translate: words as the beam search becomes certain of them, and where the decoder looked.

import { field, h, panelHead, select, settle, slider } from '../dom.js';
import { heat } from '../heat.js';

const PAIRS = [['translate', 'English to French'], ['translate-de-en', 'German to English']];
const EXAMPLES = { translate: 'She gave me a book for my birthday.', 'translate-de-en': 'Ein brauner Hund springt ins Wasser.' };
const TOKENS = 128;
const TYPING_MS = 450;
const LANGUAGES = { translate: ['en', 'fr'], 'translate-de-en': ['de', 'en'] };

const words = tokens => tokens.join('').replaceAll('▁', ' ').trim();

export function start(panel, app) {
  const pair = select(PAIRS, 'translate');
  const beams = slider('Beams', { min: 1, max: 8, step: 1, value: 5 });
  const input = h('textarea', { rows: 3, id: 'translate-text', lang: 'en', spellcheck: false });
  input.value = EXAMPLES.translate;
  const output = h('p', { className: 'translation', id: 'translate-output', 'aria-live': 'polite', lang: 'fr' });
  const status = h('p', { className: 'status', role: 'status', id: 'translate-status' });
  const attention = h('div', { className: 'scroll', id: 'attention', tabIndex: 0, 'aria-label': 'Attention' });
  const card = h('div', { className: 'card', hidden: true }, h('h3', {}, 'Where the decoder looked'), attention,
    h('p', { className: 'hint' }, 'A row is a token of the translation, a column one of the source; the stronger the colour, the more weight.'));
  panel.append(
    panelHead('Translate', 'An encoder reads the sentence from both ends, a decoder attends to it. Words appear as soon as all beams agree on them.',
      'translate', 'encoder-decoder'),
    h('div', { className: 'card' },
      h('div', { className: 'fields' }, field('Languages', pair), beams.element),
      h('div', { className: 'pair' }, field('From', input), h('div', {}, h('span', { className: 'label' }, 'To'), output)), status),
    card);

  let round = 0;
  async function translate() {
    const mine = ++round;
    const text = input.value.trim();
    output.textContent = '';
    card.hidden = true;
    if (!text) return;
    const began = performance.now();
    let session;
    try {
      session = await app.socket.open({ model: pair.value });
      const tokens = [];
      session.send({ text, generate: TOKENS, beams: Number(beams.input.value) });
      for await (const answer of session) {
        if (answer.error) throw new Error(answer.error.message);
        if (mine !== round) return;
        tokens.push(...answer.outputs.map(each => each.token));
        output.textContent = words(tokens);
        if (answer.last) break;
      }

      status.textContent = `${tokens.length} tokens with ${beams.input.value} beam${beams.input.value === '1' ? '' : 's'} in ${(performance.now() - began).toFixed(0)} ms`;
      await showAttention(mine, text, tokens);
    } catch (fault) {
      if (mine === round) status.textContent = fault.message;
    } finally {
      session?.close();
    }
  }

  async function showAttention(mine, text, target) {
    const trace = await app.post(`/v1/models/${pair.value}/trace`, { text, target });
    if (mine !== round) return;
    const cell = token => token.replaceAll('▁', '');
    attention.replaceChildren(h('table', { className: 'attention' },
      h('caption', { className: 'sr-only' }, 'Attention of each translated token to each token of the source'),
      h('thead', {}, h('tr', {}, h('td', {}), trace.source.map(token => h('th', { scope: 'col' }, h('span', {}, cell(token)))))),
      h('tbody', {}, trace.weights.map((row, place) => h('tr', {}, h('th', { scope: 'row' }, cell(trace.target[place] ?? '⏎')), row.map(weight => {
        const square = h('td', { title: weight.toFixed(3) }, h('span', { className: 'sr-only' }, weight.toFixed(2)));
        square.style.backgroundColor = heat(weight);
        return square;
      }))))));
    card.hidden = false;
  }

  const soon = settle(TYPING_MS, translate);
  input.addEventListener('input', soon);
  beams.input.addEventListener('change', translate);
  pair.addEventListener('change', () => {
    input.value = EXAMPLES[pair.value];
    [input.lang, output.lang] = LANGUAGES[pair.value];
    translate();
  });
  translate();
}
