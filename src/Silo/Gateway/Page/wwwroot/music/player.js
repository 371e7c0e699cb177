// Plays a tune with WebAudio while it grows. Where the tune has not come yet, the clock waits.

const AHEAD_S = 0.25;
const TURN_MS = 40;

/** Fires `end` when a complete tune is over. */
export class Player extends EventTarget {
  #audio = null;
  #out = null;
  #tune = { notes: [], length: 0, quartersPerMinute: 120 };
  #complete = false;
  #origin = 0;
  #next = 0;
  #timer = null;
  #stopped = 0;

  /** Whether it plays, or waits for more. */
  get isPlaying() { return this.#timer !== null; }

  /** Where it is, in whole notes. */
  get position() { return this.isPlaying ? Math.min(this.#at(this.#clock()), this.#tune.length) : this.#stopped; }

  /** Seconds of music that are there and not played yet. */
  get ahead() { return Math.max(0, this.#tune.length - this.position) / this.#rate; }

  get #rate() { return this.#tune.quartersPerMinute / 240; }

  /** Gives it what the tune is by now. */
  follow(tune, complete) {
    const position = this.position;
    this.#tune = tune;
    this.#complete = complete;
    if (this.isPlaying) this.#seek(position);
  }

  play(from = 0) {
    this.stop();
    this.#audio ??= new AudioContext();
    this.#audio.resume();
    this.#out = this.#chain(this.#audio);
    this.#timer = setInterval(() => this.#turn(), TURN_MS);
    this.#next = this.#tune.notes.findIndex(note => note.start >= from - 1e-9);
    if (this.#next < 0) this.#next = this.#tune.notes.length;
    this.#seek(from);
    this.#turn();
  }

  stop() {
    if (!this.isPlaying) return;
    this.#stopped = this.position;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#out.gain.setTargetAtTime(0, this.#audio.currentTime, 0.03);
  }

  rewind() { this.#stopped = 0; }

  #clock() { return performance.now() / 1000; }

  #at(clock) { return (clock - this.#origin) * this.#rate; }

  #seek(position) { this.#origin = this.#clock() - position / this.#rate; }

  #turn() {
    const clock = this.#clock();
    if (this.#at(clock) > this.#tune.length) {
      if (this.#complete) {
        this.stop();
        this.#stopped = 0;
        this.dispatchEvent(new Event('end'));
        return;
      }

      this.#seek(this.#tune.length);
    }

    const { notes } = this.#tune;
    for (; this.#next < notes.length; this.#next++) {
      const note = notes[this.#next];
      const wait = (note.start - this.#at(clock)) / this.#rate;
      if (wait > AHEAD_S) break;
      this.#sound(note, Math.max(0, wait));
    }
  }

  #chain(audio) {
    const gain = new GainNode(audio, { gain: 0.28 });
    gain.connect(new DynamicsCompressorNode(audio, { threshold: -18 })).connect(audio.destination);
    return gain;
  }

  #sound(note, wait) {
    const audio = this.#audio;
    const start = audio.currentTime + wait;
    const length = Math.max(0.08, note.length / this.#rate);
    const frequency = 440 * 2 ** ((note.pitch - 69) / 12);
    const envelope = new GainNode(audio, { gain: 0 });
    envelope.gain.setValueAtTime(0, start);
    envelope.gain.linearRampToValueAtTime(0.8, start + 0.015);
    envelope.gain.exponentialRampToValueAtTime(0.35, start + Math.min(0.25, length));
    envelope.gain.setTargetAtTime(0, start + length * 0.92, 0.05);
    envelope.connect(this.#out);
    for (const [type, times, level] of [['triangle', 1, 1], ['sine', 2, 0.25]]) {
      const tone = new OscillatorNode(audio, { type, frequency: frequency * times });
      tone.connect(new GainNode(audio, { gain: level })).connect(envelope);
      tone.start(start);
      tone.stop(start + length + 0.4);
    }
  }
}
