// Music: a session composes, a few tokens a frame, just ahead of what is heard.

import { download, field, h, panelHead, select, slider } from '../dom.js';
import { readTune } from '../music/abc.js';
import { writeMidi } from '../music/midi.js';
import { Player } from '../music/player.js';
import { drawRoll } from '../music/roll.js';

const MODEL = 'music';
const FRAME_TOKENS = 8;
const AHEAD_S = 4;
const WAIT_MS = 80;
const DANCES = [['', 'whatever comes'], ['M:6/8\nK:D Major\n', 'a jig in D'], ['M:C|\nK:G Major\n', 'a reel in G'], ['M:3/4\nK:G Major\n', 'a waltz in G'],
  ['M:6/8\nK:E Minor\n', 'a jig in E minor'], ['M:2/4\nK:A Major\n', 'a polka in A']];

export function start(panel, app) {
  const seed = h('input', { type: 'number', min: 0, max: 4294967295, step: 1, value: 10, id: 'music-seed' });
  const dance = select(DANCES, '');
  const temperature = slider('Temperature', { min: 0, max: 1.5, step: 0.05, value: 0.8, show: value => value.toFixed(2) });
  const tokens = slider('Tokens, at most', { min: 64, max: 1024, step: 64, value: 512 });
  const live = h('input', { type: 'checkbox', checked: true });
  const compose = h('button', { type: 'button', className: 'main', id: 'music-compose' }, 'Compose and play');
  const stop = h('button', { type: 'button', disabled: true, id: 'music-stop' }, 'Stop');
  const replay = h('button', { type: 'button', disabled: true }, 'Play again');
  const midi = h('button', { type: 'button', disabled: true, id: 'music-midi' }, 'MIDI');
  const abc = h('button', { type: 'button', disabled: true, id: 'music-abc' }, 'ABC');
  const canvas = h('canvas', { className: 'roll', role: 'img', 'aria-label': 'Piano roll of the tune' });
  const status = h('p', { className: 'status', role: 'status', id: 'music-status' }, 'Nothing composed yet.');
  const text = h('pre', { id: 'music-text', tabIndex: 0, 'aria-label': 'The tune in ABC notation' });
  panel.append(
    panelHead('Music', 'A two-layer LSTM writes an Irish dance, token by token. Its session lives in the cluster and composes while you listen: kill its silo, '
      + 'and the tune goes on with the same note.', 'music', 'one-to-many'),
    h('div', { className: 'card' }, canvas, status),
    h('div', { className: 'split' },
      h('form', { className: 'card controls', onsubmit: event => event.preventDefault() },
        h('div', { className: 'fields' }, field('Seed', seed, 'the same seed, the same tune'), field('Begin with', dance), temperature.element, tokens.element),
        h('label', { className: 'check' }, live, 'Compose just ahead of the music'),
        h('div', { className: 'row' }, compose, stop, replay), h('div', { className: 'row' }, h('span', { className: 'muted' }, 'Download as'), midi, abc)),
      h('div', { className: 'card' }, h('h3', {}, 'ABC, as it arrives'), text)));

  const player = new Player();
  let run = null;
  let tune = readTune('');
  const draw = () => drawRoll(canvas, tune, player.position, player.isPlaying);
  const animate = () => {
    draw();
    if (player.isPlaying && !panel.hidden) requestAnimationFrame(animate);
  };
  const show = () => {
    tune = readTune(run.text);
    text.textContent = run.text;
    text.scrollTop = text.scrollHeight;
    player.follow(tune, run.done);
    status.textContent = `${run.tokens} tokens, ${tune.notes.length} notes${tune.key ? `, ${tune.metre} in ${tune.key}` : ''}${run.done ? ', complete' : ''}`;
    for (const button of [midi, abc]) button.disabled = tune.notes.length === 0;
    if (!player.isPlaying) draw();
  };

  async function begin() {
    run?.session?.close();
    player.stop();
    player.rewind();
    const mine = run = { text: '', tokens: 0, done: false, limit: Number(tokens.input.value), prompt: dance.value };
    compose.disabled = true;
    stop.disabled = false;
    replay.disabled = true;
    status.textContent = 'opening a session';
    show();
    player.play();
    requestAnimationFrame(animate);
    try {
      mine.session = await app.socket.open({ model: MODEL, seed: Number(seed.value), durability: 'interval' });
      await composeInto(mine);
    } catch (fault) {
      status.textContent = fault.message;
      player.stop();
    } finally {
      if (run === mine) finish();
      mine.session?.close();
    }
  }

  async function composeInto(mine) {
    mine.text = mine.prompt;
    let first = true;
    while (run === mine && !mine.done) {
      if (live.checked && player.isPlaying && player.ahead > AHEAD_S) {
        await new Promise(resolve => setTimeout(resolve, WAIT_MS));
        continue;
      }

      const generate = Math.min(FRAME_TOKENS, mine.limit - mine.tokens);
      const answer = await mine.session.ask({
        ...(first && mine.prompt ? { text: mine.prompt } : {}), generate, temperature: Number(temperature.input.value),
      });
      first = false;
      const drawn = answer.outputs.filter(output => output.label === undefined && output.token !== undefined);
      mine.tokens += drawn.length;
      mine.text += drawn.map(output => output.token).join('');
      mine.done = Boolean(answer.end) || mine.tokens >= mine.limit;
      if (run === mine) show();
    }
  }

  function finish() {
    run.done = true;
    compose.disabled = false;
    replay.disabled = tune.notes.length === 0;
    stop.disabled = !player.isPlaying;
    player.follow(tune, true);
  }

  compose.addEventListener('click', begin);
  stop.addEventListener('click', () => {
    player.stop();
    run.done = true;
    stop.disabled = true;
    draw();
  });
  replay.addEventListener('click', () => {
    player.play(0);
    stop.disabled = false;
    requestAnimationFrame(animate);
  });
  player.addEventListener('end', () => {
    stop.disabled = true;
    draw();
  });
  midi.addEventListener('click', () => download(`tune-${seed.value}.mid`, 'audio/midi', [writeMidi(tune)]));
  abc.addEventListener('click', () => download(`tune-${seed.value}.abc`, 'text/vnd.abc', [`X:1\nT:Tune of seed ${seed.value}\n${run.text}\n`]));
  addEventListener('resize', draw);
  return { shown: animate };
}
