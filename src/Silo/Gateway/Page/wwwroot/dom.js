// Small pieces that all tabs use.

/** Makes an element: properties, attributes (names with a dash, role, for), listeners (on…), children. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key.includes('-') || key === 'role' || key === 'for' || key === 'list') element.setAttribute(key, value);
    else element[key] = value;
  }

  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

/** A labelled control. */
export function field(label, control, hint) {
  return h('label', { className: 'field' }, h('span', {}, label), control, hint ? h('small', {}, hint) : null);
}

export function select(values, chosen) {
  return h('select', {}, values.map(([value, text]) => h('option', { value, selected: value === chosen }, text)));
}

let sliders = 0;

/** A range with its value shown. */
export function slider(label, { min, max, step, value, show = String }) {
  const id = `slider-${++sliders}`;
  const output = h('output', { for: id }, show(value));
  const input = h('input', { id, type: 'range', min, max, step, value, oninput: () => { output.textContent = show(Number(input.value)); } });

  // Without `for` the label would be that of the output, which stands first.
  return { input, element: h('label', { className: 'field', for: id }, h('span', {}, label, ' ', output), input) };
}

export function panelHead(title, text, ...models) {
  return h('div', { className: 'head' }, h('h2', {}, title), h('p', {}, text),
    models.length > 0 ? h('p', { className: 'chips' }, models.map(model => h('code', { className: 'chip' }, model))) : null);
}

/** A colour of the style sheet. */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Sizes a canvas to its box and gives its context in CSS pixels. */
export function prepare(canvas, height) {
  const ratio = globalThis.devicePixelRatio || 1;
  const width = canvas.clientWidth || canvas.parentElement?.clientWidth || 300;
  canvas.style.height = `${height}px`;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

export function download(name, type, parts) {
  const link = h('a', { href: URL.createObjectURL(new Blob(parts, { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Calls `action` when nothing came for `wait` ms. */
export function settle(wait, action) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), wait);
  };
}

export const percent = value => `${(100 * value).toFixed(value > 0.995 || value < 0.005 ? 1 : 0)} %`;

/** Runs one job after another; of those that wait, only the newest runs. */
export function latest(work) {
  let running = false;
  let waiting = null;
  return async function run(...values) {
    if (running) {
      waiting = values;
      return;
    }

    running = true;
    try {
      for (let job = values; job; job = waiting) {
        waiting = null;
        await work(...job);
        if (!waiting) break;
      }
    } finally {
      running = false;
    }
  };
}
