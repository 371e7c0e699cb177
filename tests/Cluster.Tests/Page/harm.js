// A cluster of one session that falls back to its checkpoint by chance, behind sockets that break by chance. Gives [what came, what should].
async seed => {
  const { RnnSocket } = await import('/rnn.js');
  const frames = 60;
  const parts = [0, 1, 2];
  let state = seed * 7919;
  const chance = () => (state = (state * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
  const cluster = { exists: false, next: 0, durable: -1, seed: null };

  class BreakingSocket extends EventTarget {
    readyState = 0;
    #line = Promise.resolve();

    constructor() {
      super();
      const works = chance() > 0.3;
      setTimeout(() => {
        if (!works) return this.close();
        this.readyState = 1;
        this.dispatchEvent(new Event('open'));
      }, 1);
    }

    close() {
      if (this.readyState === 3) return;
      this.readyState = 3;
      this.dispatchEvent(new Event('close'));
    }

    send(text) {
      const message = JSON.parse(text);
      if (chance() < 0.06) return this.close();
      if (chance() < 0.04) {
        cluster.next = cluster.durable + 1;
        cluster.exists &&= cluster.durable >= 0;
        return this.close();
      }

      if (message.open) this.#open(message.open);
      else if (message.resume) this.#resume(message.resume);
      else this.#apply(message);
    }

    #open(request) {
      if (!cluster.exists) cluster.seed = request.seed;
      cluster.exists = true;
      this.#begin();
    }

    #resume({ answeredThrough }) {
      if (!cluster.exists) return this.#say({ error: { code: 'unknown-session', message: 'there is none', session: 's' } });
      for (let sequence = answeredThrough + 1; sequence < cluster.next; sequence++) this.#answer(sequence);
      this.#begin();
    }

    #apply({ sequence }) {
      if (sequence !== cluster.next) return this.#say({ error: { code: 'sequence-ahead', message: `${sequence} for ${cluster.next}`, session: 's' } });
      cluster.next++;
      this.#answer(sequence);
      if (chance() < 0.2) cluster.durable = cluster.next - 1;
    }

    #begin() { this.#say({ opened: { session: 's', model: 'm', next: cluster.next, durableThrough: cluster.durable } }); }

    #answer(sequence) {
      for (const part of parts) {
        this.#say({ session: 's', sequence, part, last: part === 2, outputs: [{ token: `${cluster.seed}:${sequence}.${part}` }], durableThrough: cluster.durable });
      }
    }

    #say(message) {
      const data = JSON.stringify(message);
      this.#line = this.#line.then(() => new Promise(resolve => setTimeout(resolve, chance() < 0.3 ? 1 : 0))).then(() => {
        if (this.readyState === 1) this.dispatchEvent(new MessageEvent('message', { data }));
      });
    }
  }

  const socket = new RnnSocket(['http://one', 'http://two'], { WebSocket: BreakingSocket });
  const session = await socket.open({ model: 'm', session: 's', seed: 9 });
  for (let frame = 0; frame < frames; frame++) setTimeout(() => session.send({ text: 'a' }), 2 * frame);
  const found = [];
  for await (const { sequence, last, outputs } of session) {
    found.push(...outputs.map(output => output.token));
    if (last && sequence === frames - 1) break;
  }

  socket.close();
  const wanted = Array.from({ length: frames }, (_, sequence) => parts.map(part => `9:${sequence}.${part}`)).flat();
  return [found, wanted];
}
