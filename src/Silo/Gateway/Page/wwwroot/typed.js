// A text that is read while it is typed: what was added goes to the live session, which remembers what came before.

import { latest } from './dom.js';

/** Keeps a session's sequence equal to a text. */
export class TypedText {
  #app;
  #model = null;
  #session = null;
  #sent = '';
  #whole;
  #show;
  #fault;

  /** Tokens with labels, in order. */
  outputs = [];

  /** Milliseconds from the last key to its answer. */
  tookMs = 0;

  /**
   * @param {{socket: import('./rnn.js').RnnSocket}} app
   * @param {(typed: TypedText, text: string) => void} show called when outputs have changed
   * @param {(fault: Error) => void} fault
   */
  constructor(app, show, fault) {
    this.#app = app;
    this.#show = show;
    this.#fault = fault;
    this.read = latest((text, model, whole) => this.#read(text, model, whole));
  }

  get session() { return this.#session; }

  /** How much of the text was given to the session. */
  get sent() { return this.#sent; }

  async #read(text, model, whole) {
    try {
      await this.#choose(model, whole);
      const began = performance.now();
      if (!this.#whole && text !== this.#sent && text.startsWith(this.#sent) && this.#sent) {
        await this.#append({ text: text.slice(this.#sent.length) });
      } else if (text !== this.#sent) {
        await this.#again(text);
      }

      this.#sent = text;
      this.tookMs = performance.now() - began;
      this.#show(this, text);
    } catch (fault) {
      this.#session = null;
      this.#fault(fault);
    }
  }

  async #choose(model, whole) {
    if (this.#session && model === this.#model) return;
    this.#session?.close();
    this.#session = null;
    this.#session = await this.#app.socket.open({ model });
    Object.assign(this, { outputs: [] });
    this.#model = model;
    this.#whole = whole;
    this.#sent = '';
  }

  /** Begins the sequence anew. */
  async #again(text) {
    if (this.#sent && !this.#whole) await this.#session.ask({ end: true });
    this.outputs = [];
    if (text.trim() === '') return;
    await this.#append(this.#whole ? { text, end: true } : { text });
  }

  async #append(frame) {
    const answer = await this.#session.ask(frame);
    this.outputs.push(...(answer.outputs ?? []));
  }
}

/** Cuts a text into its tokens and what lies between: `{ text, output? }`. What no output covers waits. */
export function align(text, outputs) {
  const pieces = [];
  let at = 0;
  for (const output of outputs) {
    const found = text.indexOf(output.token, at);
    if (found < 0) continue;
    if (found > at) pieces.push({ text: text.slice(at, found) });
    pieces.push({ text: output.token, output });
    at = found + output.token.length;
  }

  if (at < text.length) pieces.push({ text: text.slice(at), waits: true });
  return pieces;
}
