// Images: a drawn digit, a scene that is described, a cat or a dog.

import { colour, h, latest, panelHead, percent, prepare } from '../dom.js';
import { digitFeatures, drawPlanes, greyFeatures } from '../pictures.js';

const PAD = 224;
const CAPTION_TOKENS = 32;

export function start(panel, app) {
  panel.append(
    panelHead('Images', 'Convolutions answer alone, or set the first state of a GRU that says what it sees.', 'digits', 'captions', 'catdog'),
    h('div', { className: 'grid' }, digits(app), catdog(app)), captions(app));
}

function session(app, model) {
  let open = null;
  return async () => {
    open ??= app.socket.open({ model }).catch(fault => {
      open = null;
      throw fault;
    });
    return open;
  };
}

function bars(element, probabilities, names) {
  const best = probabilities.indexOf(Math.max(...probabilities));
  element.replaceChildren(...probabilities.map((value, place) => {
    const fill = h('span', { className: 'bar' });
    fill.style.width = `${Math.max(1, 100 * value)}%`;
    return h('li', { className: place === best ? 'best' : '' }, h('b', {}, names[place]), h('span', { className: 'track' }, fill),
      h('span', { className: 'value' }, percent(value)));
  }));
}

function digits(app) {
  const pad = h('canvas', { className: 'pad', width: PAD, height: PAD, role: 'img', 'aria-label': 'Draw a digit here with the pointer', id: 'digit-pad' });
  const small = h('canvas', { className: 'small', role: 'img', 'aria-label': 'What the network sees' });
  const result = h('ul', { className: 'bars', 'aria-label': 'Scores of the digits' });
  const verdict = h('p', { className: 'verdict', role: 'status', id: 'digit-verdict' }, 'Draw a digit.');
  const open = session(app, 'digits');
  let strokes = [];
  const draw = () => {
    const { context: pen } = prepare(pad, PAD);
    pen.lineWidth = 20;
    pen.lineCap = pen.lineJoin = 'round';
    pen.strokeStyle = colour('--text');
    for (const stroke of strokes) {
      pen.beginPath();
      stroke.forEach(([x, y], place) => pen[place === 0 ? 'moveTo' : 'lineTo'](x, y));
      if (stroke.length === 1) pen.lineTo(stroke[0][0] + 0.1, stroke[0][1]);
      pen.stroke();
    }
  };
  const classify = latest(async () => {
    const features = digitFeatures(strokes, PAD);
    if (!features) return;
    drawPlanes(small, features, 1, 8, 8, 6);
    try {
      const answer = await (await open()).ask({ features: [features], scores: true });
      const [{ label, score, probabilities }] = answer.outputs;
      verdict.textContent = `${label}, ${percent(score)}`;
      bars(result, probabilities, [...'0123456789']);
    } catch (fault) {
      verdict.textContent = fault.message;
    }
  });
  const place = event => {
    const box = pad.getBoundingClientRect();
    return [(event.clientX - box.left) * PAD / box.width, (event.clientY - box.top) * PAD / box.height];
  };
  let drawing = false;
  pad.addEventListener('pointerdown', event => {
    drawing = true;
    pad.setPointerCapture(event.pointerId);
    strokes.push([place(event)]);
    draw();
  });
  pad.addEventListener('pointermove', event => {
    if (!drawing) return;
    strokes.at(-1).push(place(event));
    draw();
    classify();
  });
  pad.addEventListener('pointerup', () => {
    drawing = false;
    classify();
  });
  const clear = () => {
    strokes = [];
    draw();
    result.replaceChildren();
    verdict.textContent = 'Draw a digit.';
  };
  const example = async () => {
    const lines = (await app.fetch('/v1/models/digits/examples')).examples;
    const { features } = lines[Math.floor(performance.now()) % lines.length];
    clear();
    drawPlanes(small, features[0], 1, 8, 8, 6);
    const answer = await (await open()).ask({ features, scores: true });
    verdict.textContent = `${answer.outputs[0].label}, ${percent(answer.outputs[0].score)}`;
    bars(result, answer.outputs[0].probabilities, [...'0123456789']);
  };
  addEventListener('resize', draw);
  requestAnimationFrame(draw);
  return h('div', { className: 'card' }, h('h3', {}, 'A digit'), h('div', { className: 'pads' }, pad,
    h('div', {}, h('span', { className: 'label' }, '8 × 8'), small)), h('div', { className: 'row' }, h('button', { type: 'button', onclick: clear }, 'Clear'),
    h('button', { type: 'button', className: 'quiet', onclick: example }, 'An example')), verdict, result);
}

function catdog(app) {
  const file = h('input', { type: 'file', accept: 'image/*', id: 'catdog-file' });
  const preview = h('canvas', { className: 'small', role: 'img', 'aria-label': 'The picture, 16 by 16 pixels, grey', hidden: true });
  const verdict = h('p', { className: 'verdict', role: 'status', id: 'catdog-verdict' }, 'Choose a picture of a cat or a dog.');
  const result = h('ul', { className: 'bars', 'aria-label': 'Scores' });
  const open = session(app, 'catdog');
  const read = async picture => {
    if (!picture) return;
    try {
      const features = await greyFeatures(picture, 16);
      drawPlanes(preview, features, 1, 16, 16, 10);
      preview.hidden = false;
      const { outputs: [{ label, score, probabilities }] } = await (await open()).ask({ features: [features], scores: true });
      verdict.textContent = `${label}, ${percent(score)}`;
      bars(result, probabilities, ['cat', 'dog']);
    } catch (fault) {
      verdict.textContent = fault.message;
    }
  };
  file.addEventListener('change', () => read(file.files[0]));
  const drop = h('label', {
    className: 'drop', ondragover: event => event.preventDefault(), ondrop: event => {
      event.preventDefault();
      read(event.dataTransfer.files[0]);
    },
  }, h('span', {}, 'Choose a picture, or drop one here'), file);
  return h('div', { className: 'card' }, h('h3', {}, 'Cat or dog'), drop,
    h('p', { className: 'hint' }, 'The picture is cut square and scaled to 16 × 16 grey pixels in the browser; only those go to the cluster.'), preview, verdict, result);
}

function captions(app) {
  const scenes = h('div', { className: 'scenes', role: 'group', 'aria-label': 'Scenes' });
  const caption = h('p', { className: 'translation', 'aria-live': 'polite', id: 'caption' }, 'Choose a scene.');
  const describe = async (features, button) => {
    for (const other of scenes.children) other.setAttribute('aria-pressed', String(other === button));
    caption.textContent = '…';
    let open;
    try {
      open = await app.socket.open({ model: 'captions' });
      open.send({ features, generate: CAPTION_TOKENS });
      const tokens = [];
      for await (const answer of open) {
        if (answer.error) throw new Error(answer.error.message);
        tokens.push(...answer.outputs.map(each => each.token));
        caption.textContent = tokens.join(' ').replace(/ ([.,])/g, '$1');
        if (answer.last) break;
      }
    } catch (fault) {
      caption.textContent = fault.message;
    } finally {
      open?.close();
    }
  };
  app.fetch('/v1/models/captions/examples').then(({ examples }) => {
    scenes.append(...examples.map(({ features }, place) => {
      const picture = h('canvas', { 'aria-hidden': 'true' });
      const button = h('button', { type: 'button', className: 'scene', 'aria-pressed': 'false', 'aria-label': `Scene ${place + 1}`, onclick: () => describe(features, button) }, picture);
      drawPlanes(picture, features[0], 3, 24, 24, 3);
      return button;
    }));
  }, fault => { caption.textContent = fault.message; });
  return h('div', { className: 'card' }, h('h3', {}, 'A scene, in words'), scenes, caption);
}
