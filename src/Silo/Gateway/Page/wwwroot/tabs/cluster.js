// Cluster: the silos, what they do, and what happens when one dies.

import { colour, h, panelHead, prepare } from '../dom.js';

const TURN_MS = 1000;
const KEPT = 60;
const PROBE_MODEL = 'sentiment';

export function start(panel, app) {
  const silos = h('div', { className: 'silos', id: 'silos', role: 'list' });
  const status = h('p', { className: 'status', role: 'status', id: 'cluster-status' });
  const figures = Object.fromEntries(['silos', 'sessions', 'tokens', 'batch', 'latency'].map(name => [name, h('b', { id: `figure-${name}` }, '–')]));
  const canvas = h('canvas', { className: 'curve', role: 'img', 'aria-label': 'Tokens a second over the last minute, a colour a silo' });
  const tile = (name, text) => h('div', { className: 'tile' }, figures[name], h('span', {}, text));
  panel.append(
    panelHead('Cluster', 'Sessions live on all silos; each silo serves each session. When a silo dies, its sessions go on elsewhere from what was stored, and this page goes on at another gateway.'),
    h('div', { className: 'tiles' }, tile('silos', 'silos'), tile('sessions', 'sessions awake'), tile('tokens', 'tokens/s'), tile('batch', 'rows a batch'),
      tile('latency', 'ms, a word and back')),
    h('div', { className: 'card' }, h('h3', {}, 'Tokens a second'), canvas),
    silos, status);

  const history = [];
  let before = null;
  let probe = null;
  let isAsking = false;

  async function turn() {
    if (panel.hidden || isAsking || performance.now() - (before?.at ?? -TURN_MS) < TURN_MS / 2) return;
    isAsking = true;
    try {
      const cluster = await app.fetch('/v1/cluster');
      app.socket.learn(cluster.silos.map(silo => silo.address).filter(Boolean));
      take(cluster);
      await measure();
    } catch (fault) {
      status.textContent = `The cluster does not answer: ${fault.message}`;
    } finally {
      isAsking = false;
    }
  }

  async function measure() {
    try {
      probe ??= await app.socket.open({ model: PROBE_MODEL });
      const began = performance.now();
      await probe.ask({ tokens: ['good'], end: true });
      figures.latency.textContent = (performance.now() - began).toFixed(1);
    } catch {
      probe = null;
    }
  }

  function take(cluster) {
    const now = performance.now();
    const rates = new Map();
    for (const silo of cluster.silos) {
      const old = before?.silos.get(silo.name);
      rates.set(silo.name, {
        tokens: old && silo.rows >= old.rows ? 1000 * (silo.rows - old.rows) / (now - before.at) : 0,
        batch: old && silo.passes > old.passes ? (silo.rows - old.rows) / (silo.passes - old.passes) : null,
      });
    }

    before = { at: now, silos: new Map(cluster.silos.map(silo => [silo.name, silo])) };
    history.push(rates);
    if (history.length > KEPT) history.shift();
    const all = [...rates.values()];
    const batches = all.filter(rate => rate.batch !== null);
    figures.silos.textContent = String(cluster.silos.filter(silo => silo.status === 'active').length);
    figures.sessions.textContent = cluster.silos.reduce((sum, silo) => sum + silo.sessions, 0).toLocaleString('en');
    figures.tokens.textContent = Math.round(all.reduce((sum, rate) => sum + rate.tokens, 0)).toLocaleString('en');
    figures.batch.textContent = batches.length === 0 ? '–' : (batches.reduce((sum, rate) => sum + rate.batch, 0) / batches.length).toFixed(1);
    showSilos(cluster, rates);
    draw();
  }

  function showSilos(cluster, rates) {
    const focused = document.activeElement?.dataset?.silo;
    silos.replaceChildren(...cluster.silos.map((silo, place) => {
      const isHere = silo.address === app.socket.address;
      const { tokens, batch } = rates.get(silo.name);
      const card = h('div', { className: 'card silo', role: 'listitem' },
        h('div', { className: 'row' }, h('span', { className: 'swatch', 'aria-hidden': 'true' }), h('h3', {}, silo.name)),
        h('div', { className: 'row' }, h('span', { className: `chip ${silo.status}` }, silo.status),
          isHere ? h('span', { className: 'chip here' }, 'serves this page') : null),
        h('dl', {}, pair('sessions', silo.sessions), pair('tokens/s', Math.round(tokens)), pair('rows a batch', batch?.toFixed(1) ?? '–'), pair('HTTP', host(silo.address))),
        cluster.mayKill && silo.status === 'active'
          ? h('button', { type: 'button', className: 'danger', 'data-silo': silo.name, onclick: () => kill(silo) }, 'Kill it') : null);
      card.style.setProperty('--hue', hue(place));
      return card;
    }));
    if (focused) silos.querySelector(`[data-silo="${CSS.escape(focused)}"]`)?.focus();
  }

  async function kill(silo) {
    status.textContent = `Killing ${silo.name} …`;
    try {
      // Another silo is asked: a killed one does not answer.
      await app.post('/v1/cluster/kill', { silo: silo.name }, silo.address);
      status.textContent = `${silo.name} was killed. Its sessions go on elsewhere.`;
    } catch (fault) {
      status.textContent = fault.message;
    }
  }

  function draw() {
    if (panel.hidden) return;
    const height = 150;
    const { context: pen, width } = prepare(canvas, height);
    const names = [...before.silos.keys()];
    const totals = history.map(rates => names.map(name => rates.get(name)?.tokens ?? 0));
    const top = Math.max(10, ...totals.map(values => values.reduce((sum, value) => sum + value, 0)));
    const x = place => 4 + (width - 8) * (place + KEPT - history.length) / (KEPT - 1);
    let base = totals.map(() => 0);
    names.forEach((_, place) => {
      const next = base.map((value, at) => value + totals[at][place]);
      pen.fillStyle = `hsl(${hue(place)} 65% ${colour('--note-light')} / 0.85)`;
      pen.beginPath();
      next.forEach((value, at) => pen[at === 0 ? 'moveTo' : 'lineTo'](x(at), height - 4 - (height - 24) * value / top));
      base.toReversed().forEach((value, at) => pen.lineTo(x(base.length - 1 - at), height - 4 - (height - 24) * value / top));
      pen.fill();
      base = next;
    });
    pen.fillStyle = colour('--muted');
    pen.font = '11px ui-sans-serif, system-ui, sans-serif';
    pen.fillText(`${Math.round(top).toLocaleString('en')} tokens/s`, 4, 12);
  }

  setInterval(turn, TURN_MS);
  turn();
  return { shown: turn };
}

const hue = place => [245, 28, 160, 320, 200, 90][place % 6];
const host = address => address ? address.replace(/^https?:\/\//, '') : 'none';
const pair = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, String(value)));
