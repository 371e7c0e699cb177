// Live sessions over a WebSocket, protocol rnn.v1. Frames that no checkpoint covers are kept and sent again; outputs come once each, in order.

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 3000;
const OPEN_PATIENCE_MS = 4000;
const AGAIN = new Set(['session-lost', 'overloaded', 'too-many-frames', 'store-unavailable', 'unavailable', 'too-many-requests', 'not-open', 'sequence-ahead']);

/** What a session or a socket was refused: `code` as in the frames of `rnn infer`. */
export class RnnError extends Error {
  constructor({ code, message }) {
    super(message ?? code);
    this.name = 'RnnError';
    this.code = code;
  }
}

/**
 * One socket with many sessions. When it ends it connects again, to its addresses in turn, and its sessions go on.
 * Fires `state`: `detail` is `{ state: 'connecting' | 'open' | 'closed', address }`.
 */
export class RnnSocket extends EventTarget {
  #addresses;
  #place = 0;
  #socket = null;
  #tries = 0;
  #closed = false;
  #sessions = new Map();
  #timer = null;
  #named = 0;
  #make;

  /**
   * @param {string|string[]} addresses origins such as `http://127.0.0.1:8080`
   * @param {{key?: string, WebSocket?: typeof WebSocket}} [options] an API key; another implementation of WebSocket
   */
  constructor(addresses, options = {}) {
    super();
    this.#addresses = [addresses].flat();
    this.key = options.key ?? '';
    this.#make = options.WebSocket ?? globalThis.WebSocket;
    this.state = 'connecting';
    this.#connect();
  }

  /** The address that is in use, or tried. */
  get address() { return this.#addresses[this.#place % this.#addresses.length]; }

  /** All addresses that are tried. */
  get addresses() { return [...this.#addresses]; }

  /** Tells where else the cluster is. */
  learn(addresses) {
    const current = this.address;
    this.#addresses = [...new Set([...addresses, current])];
    this.#place = this.#addresses.indexOf(current);
  }

  /**
   * Opens a session.
   * @param {{model: string, session?: string, seed?: number, durability?: string}} request
   * @returns {Promise<RnnSession>}
   */
  async open(request) {
    const id = request.session ?? `page-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}-${this.#named++}`;
    const session = new RnnSession(this, { ...request, session: id }, () => this.#sessions.delete(id));
    this.#sessions.set(id, session);
    if (this.state === 'open') session._greet();
    try {
      await session._opened;
    } catch (fault) {
      this.#sessions.delete(id);
      throw fault;
    }

    return session;
  }

  /** Ends the socket; sessions stay in the cluster. */
  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#tell('closed');
  }

  /** Ends this connection as if it broke; the next one is made at once. */
  reconnect() { this.#socket?.close(); }

  _send(message) {
    if (this.state !== 'open' || this.#socket.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #connect() {
    if (this.#closed) return;
    this.#tell('connecting');
    const protocols = this.key ? ['rnn.v1', `bearer.${this.key}`] : ['rnn.v1'];
    const socket = new this.#make(`${this.address.replace(/^http/, 'ws')}/v1/socket`, protocols);
    this.#socket = socket;
    const patience = setTimeout(() => socket.close(), OPEN_PATIENCE_MS);
    let over = false;
    const end = () => {
      clearTimeout(patience);
      if (over) return;
      over = true;
      if (!this.#closed) this.#again();
    };
    socket.addEventListener('open', () => {
      clearTimeout(patience);
      this.#tries = 0;
      this.#tell('open');
      for (const session of this.#sessions.values()) session._greet();
    });
    socket.addEventListener('message', event => this.#take(JSON.parse(event.data)));
    socket.addEventListener('close', end);
    socket.addEventListener('error', end);
  }

  #again() {
    this.#place++;
    const round = Math.floor(this.#tries++ / this.#addresses.length);
    this.#tell('connecting');
    this.#timer = setTimeout(() => this.#connect(), Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** round));
  }

  #take(message) {
    const body = message.opened ?? message.closed ?? (message.error?.session ? message.error : message);
    const session = this.#sessions.get(body.session);
    if (session) session._take(message);
    else if (message.error) this.dispatchEvent(new CustomEvent('fault', { detail: new RnnError(message.error) }));
  }

  #tell(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: { state, address: this.address } }));
  }
}

/** A session. Iterate it for its outputs: `{ sequence, part, last, outputs, end }`; what was refused has `error`. */
export class RnnSession {
  #socket;
  #request;
  #forget;
  #kept = new Map();
  #next = 0;
  #place = { sequence: -1, part: -1 };
  #answered = -1;
  #known = false;
  #greeted = false;
  #queue = [];
  #waiting = [];
  #end = null;
  #open;

  constructor(socket, request, forget) {
    this.#socket = socket;
    this.#request = request;
    this.#forget = forget;
    this.durableThrough = -1;
    this._opened = new Promise((resolve, reject) => { this.#open = { resolve, reject }; });
  }

  get id() { return this.#request.session; }
  get model() { return this.#request.model; }

  /** Frames that are kept because no checkpoint covers them. */
  get kept() { return this.#kept.size; }

  /** Sends a frame: `{ text | tokens | ids | features, end, scores, generate, … }`. @returns {number} its sequence number */
  send(frame) {
    if (this.#end) throw this.#end.fault ?? new RnnError({ code: 'closed', message: 'the session is closed' });
    const message = { session: this.id, sequence: this.#next++, ...frame };
    this.#kept.set(message.sequence, message);
    if (this.#greeted) this.#deliver(message);
    return message.sequence;
  }

  /** Sends a frame and waits for its whole answer. Not beside an iteration. */
  async ask(frame) {
    const sequence = this.send(frame);
    const outputs = [];
    for (;;) {
      const { value, done } = await this.next();
      if (done) throw new RnnError({ code: 'closed', message: 'the session was closed' });
      if (value.sequence !== sequence) continue;
      if (value.error) throw new RnnError(value.error);
      outputs.push(...(value.outputs ?? []));
      if (value.last) return { ...value, outputs };
    }
  }

  /** Ends the session in the cluster. */
  close() {
    this.#socket._send({ close: { session: this.id } });
    this.#finish(null);
  }

  [Symbol.asyncIterator]() { return this; }

  next() {
    if (this.#queue.length > 0) return Promise.resolve({ value: this.#queue.shift(), done: false });
    if (this.#end) return this.#end.fault ? Promise.reject(this.#end.fault) : Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  return() { return Promise.resolve({ value: undefined, done: true }); }

  /** Says hello on a new connection. */
  _greet() {
    this.#greeted = false;
    const { model, session } = this.#request;
    this.#socket._send(this.#known ? { resume: { model, session, answeredThrough: this.#answered } } : { open: this.#request });
  }

  _take(message) {
    if (message.opened) this.#begin(message.opened);
    else if (message.closed) this.#finish(null);
    else if (message.notice) this.#notice(message.notice);
    else if (message.error && message.sequence === undefined) this.#fail(message.error);
    else this.#answer(message);
  }

  #begin({ next, durableThrough = -1 }) {
    this.#known = true;
    this.#greeted = true;
    this.#cover(durableThrough);
    for (const message of this.#kept.values()) if (message.sequence >= next) this.#deliver(message);
    this.#open.resolve();
  }

  /** The cluster keeps answers until it is told that they came. */
  #deliver(message) {
    this.#socket._send(this.#answered < 0 ? message : { ...message, answeredThrough: this.#answered });
  }

  #answer({ sequence, part = 0, last = true, outputs = [], end = false, error, durableThrough = -1 }) {
    const { sequence: seen, part: seenPart } = this.#place;
    const isNew = sequence > seen ? sequence > this.#answered : sequence === seen && part > seenPart && sequence > this.#answered;
    if (isNew) {
      this.#place = { sequence, part };
      if (last || error) this.#answered = sequence;
      this.#give({ sequence, part, last: last || Boolean(error), outputs, end, error });
    }

    this.#cover(durableThrough);
  }

  #cover(through) {
    if (through <= this.durableThrough) return;
    this.durableThrough = through;
    for (const sequence of this.#kept.keys()) if (sequence <= through && sequence <= this.#answered) this.#kept.delete(sequence);
  }

  #notice(notice) {
    if (notice.kind === 'closed') this.#finish(null);
  }

  #fail(error) {
    if (!this.#known && error.code === 'session-exists') {
      // An earlier opening reached the cluster, its answer did not reach us.
      this.#known = true;
      this._greet();
    } else if (this.#known && error.code === 'unknown-session' && this.durableThrough < 0) {
      // It ended before anything of it was stored: it begins anew, as it was opened, and all its frames were kept.
      this.#known = false;
      this._greet();
    } else if (AGAIN.has(error.code)) {
      this.#greeted = false;
      setTimeout(() => this._greet(), 300);
    } else {
      this.#finish(new RnnError(error));
    }
  }

  #give(output) {
    const waiter = this.#waiting.shift();
    if (waiter) waiter.resolve({ value: output, done: false });
    else this.#queue.push(output);
  }

  #finish(fault) {
    if (this.#end) return;
    this.#end = { fault };
    this.#forget();
    this.#open.reject(fault ?? new RnnError({ code: 'closed', message: 'the session was closed' }));
    this._opened.catch(() => {});
    for (const waiter of this.#waiting.splice(0)) {
      if (fault) waiter.reject(fault);
      else waiter.resolve({ value: undefined, done: true });
    }
  }
}
