// Tagger: each word gets its part of speech as it is typed.

import { field, h, panelHead, percent, select } from '../dom.js';
import { align, TypedText } from '../typed.js';

const MODELS = [['tagger', 'word by word'], ['tagger-lookahead', 'two words late'], ['tagger-bidirectional', 'whole sentences, from both ends']];
const WHOLE = 'tagger-bidirectional';
const TAGS = {
  NOUN: ['noun', 212], PROPN: ['proper name', 232], PRON: ['pronoun', 192], VERB: ['verb', 8], AUX: ['auxiliary verb', 28], ADJ: ['adjective', 140],
  ADV: ['adverb', 96], ADP: ['adposition', 286], DET: ['determiner', 268], NUM: ['number', 60], CCONJ: ['coordinating conjunction', 322],
  SCONJ: ['subordinating conjunction', 338], PART: ['particle', 306], INTJ: ['interjection', 44], PUNCT: ['punctuation', null], SYM: ['symbol', null], X: ['other', null],
};
const EXAMPLE = 'She will book the flight, although the book was on the table. ';

export function start(panel, app) {
  const model = select(MODELS, 'tagger');
  const input = h('textarea', { rows: 3, id: 'tagger-text', spellcheck: false, 'aria-describedby': 'tagger-hint' });
  input.value = EXAMPLE;
  const words = h('p', { className: 'words', id: 'tagger-words' });
  const status = h('p', { className: 'status', role: 'status', id: 'tagger-status' });
  const legend = h('ul', { className: 'legend', 'aria-label': 'Parts of speech' });
  panel.append(
    panelHead('Tagger', 'Every word goes to the session when it is complete; the state carries what came before. The last word waits for a space.',
      'tagger', 'many-to-many'),
    h('div', { className: 'card' },
      h('div', { className: 'fields wide' }, field('Text', input), field('How it reads', model)),
      words, status, h('p', { className: 'hint', id: 'tagger-hint' }, 'Point at a word, or move to it with Tab, for its score.')),
    h('div', { className: 'card' }, h('h3', {}, 'Parts of speech'), legend));

  let known = 0;
  const typed = new TypedText(app, show, fault => { status.textContent = fault.message; });
  const read = () => typed.read(input.value, model.value, model.value === WHOLE);
  input.addEventListener('input', read);
  model.addEventListener('change', read);

  function show({ outputs, tookMs }, text) {
    let place = 0;
    words.replaceChildren(...align(text, outputs).map(piece => piece.output
      ? word(piece.output, place++ >= known) : h('span', { className: piece.waits ? 'waits' : '' }, piece.text)));
    known = outputs.length;
    showLegend(outputs);
    status.textContent = `${outputs.length} words tagged, the last key in ${tookMs.toFixed(1)} ms`;
  }

  function word({ token, label, score }, isNew) {
    const [name, hue] = TAGS[label] ?? [label, null];
    const element = h('span', {
      className: `word${hue === null ? ' plain' : ''}${isNew ? ' new' : ''}`, tabIndex: 0, title: `${label}, ${name}: ${percent(score)}`, 'aria-label': `${token}: ${name}, ${percent(score)}`,
      onpointerenter: () => tell(), onfocus: () => tell(),
    }, token, hue === null ? null : h('small', { 'aria-hidden': 'true' }, label));
    if (hue !== null) element.style.setProperty('--hue', hue);
    element.style.setProperty('--sure', score.toFixed(2));
    const tell = () => { status.textContent = `“${token}” is a ${name} (${label}) with ${percent(score)}`; };
    return element;
  }

  function showLegend(outputs) {
    const counts = Map.groupBy(outputs, output => output.label);
    legend.replaceChildren(...[...counts].sort((a, b) => b[1].length - a[1].length).map(([label, found]) => {
      const [name, hue] = TAGS[label] ?? [label, null];
      const swatch = h('span', { className: hue === null ? 'swatch plain' : 'swatch', 'aria-hidden': 'true' });
      if (hue !== null) swatch.style.setProperty('--hue', hue);
      return h('li', {}, swatch, h('b', {}, label), ` ${name} `, h('span', { className: 'muted' }, `× ${found.length}`));
    }));
  }

  read();
}
