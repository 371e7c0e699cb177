// The shell: tabs, the socket's state, the theme, the key.

import { h } from './dom.js';
import { RnnSocket } from './rnn.js';

const TABS = [
  ['music', 'Music'], ['tagger', 'Tagger'], ['sentiment', 'Sentiment'], ['translate', 'Translate'],
  ['images', 'Images'], ['trace', 'Trace'], ['cluster', 'Cluster'],
];
const WORDS = { connecting: 'connecting', open: 'connected', closed: 'disconnected', lost: 'reconnecting' };
const FIRST_CLUSTER_WAIT_MS = 5000;

/** What the tabs share. */
class App extends EventTarget {
  constructor() {
    super();
    this.key = sessionStorage.getItem('rnn-key') ?? '';
    this.origins = [location.origin];
    this.connect();
  }

  connect() {
    this.socket?.close();
    this.socket = new RnnSocket(this.origins, { key: this.key });
    let wasOpen = false;
    this.socket.addEventListener('state', ({ detail: { state, address } }) => {
      wasOpen ||= state === 'open';
      showState(state === 'connecting' && wasOpen ? 'lost' : state, address);
    });
  }

  /** Asks the cluster, at the silo of the socket first, at the others when that one is gone. */
  async fetch(path, options = {}, but = null) {
    const { address, addresses } = this.socket;
    const all = [address, ...addresses.filter(origin => origin !== address)];
    const origins = all.length > 1 ? all.filter(origin => origin !== but) : all;
    let fault;
    for (const origin of origins) {
      try {
        const response = await fetch(origin + path, {
          ...options, headers: { ...options.headers, ...(this.key ? { authorization: `Bearer ${this.key}` } : {}) },
        });
        const body = await response.json().catch(() => ({}));
        if (!response.ok) throw Object.assign(new Error(body.detail ?? `status ${response.status}`), { code: body.code, answered: true });
        return body;
      } catch (error) {
        fault = error;
        if (error.answered) break;
      }
    }

    throw fault;
  }

  /** Posts JSON; `but` is an address that is not asked when there are others. */
  post(path, body, but = null) {
    return this.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }, but);
  }

  /** Learns where the cluster's silos are, so that the socket may go on at another. */
  async learn() {
    try {
      const cluster = await this.fetch('/v1/cluster');
      this.socket.learn(cluster.silos.map(silo => silo.address).filter(Boolean));
      this.dispatchEvent(new CustomEvent('cluster', { detail: cluster }));
    } catch {
      // Asked again soon.
    }
  }
}

function showState(state, address) {
  const status = document.getElementById('connection');
  status.dataset.state = state;
  const host = address.replace(/^https?:\/\//, '');
  const text = `${WORDS[state]} ${state === 'closed' ? '' : host}`.trim();
  document.getElementById('connection-text').textContent = text;
}

function setUpTheme() {
  const button = document.getElementById('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const theme = localStorage.getItem('rnn-theme') ?? (system.matches ? 'dark' : 'light');
    document.documentElement.dataset.theme = theme;
    button.setAttribute('aria-pressed', String(theme === 'dark'));
    dispatchEvent(new Event('resize'));
  };
  button.addEventListener('click', () => {
    localStorage.setItem('rnn-theme', document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
    apply();
  });
  system.addEventListener('change', apply);
  apply();
}

function setUpKey(app) {
  const dialog = document.getElementById('key-dialog');
  const input = document.getElementById('key-value');
  document.getElementById('key').addEventListener('click', () => {
    input.value = app.key;
    dialog.showModal();
  });
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'use') return;
    sessionStorage.setItem('rnn-key', input.value);
    location.reload();
  });
}

function setUpTabs(app) {
  const list = document.getElementById('tabs');
  const panels = document.getElementById('panels');
  const open = {};
  const show = async (name, focus) => {
    for (const [other] of TABS) {
      const chosen = other === name;
      const tab = document.getElementById(`tab-${other}`);
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      document.getElementById(`panel-${other}`).hidden = !chosen;
      if (chosen && focus) tab.focus();
      if (chosen) tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }

    history.replaceState(null, '', `#${name}`);
    const panel = document.getElementById(`panel-${name}`);
    open[name] ??= import(`./tabs/${name}.js`).then(module => module.start(panel, app));
    (await open[name])?.shown?.();
  };
  TABS.forEach(([name, text], place) => {
    list.append(h('button', {
      type: 'button', id: `tab-${name}`, role: 'tab', 'aria-controls': `panel-${name}`, onclick: () => show(name),
      onkeydown: event => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        const to = event.key === 'Home' ? 0 : event.key === 'End' ? TABS.length - 1 : step ? (place + step + TABS.length) % TABS.length : null;
        if (to === null) return;
        event.preventDefault();
        show(TABS[to][0], true);
      },
    }, text));
    panels.append(h('section', { id: `panel-${name}`, role: 'tabpanel', 'aria-labelledby': `tab-${name}`, tabIndex: 0, hidden: true }));
  });
  const wanted = location.hash.slice(1);
  show(TABS.some(([name]) => name === wanted) ? wanted : 'music');
}

setUpTheme();
const app = new App();
setUpKey(app);
setUpTabs(app);
app.learn();
setInterval(() => app.learn(), FIRST_CLUSTER_WAIT_MS);
globalThis.rnnApp = app;
