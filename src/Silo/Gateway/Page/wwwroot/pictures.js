// Pictures as the vectors that networks read, and back.

const FINE = 32;
const BLOCK = 4;

/**
 * A drawn digit as the models' data have it: cut out, scaled to 32 × 32 black or white, counted in blocks of 4 × 4. 64 values from 0 to 1.
 * @param {number[][][]} strokes @param {number} size of the pad
 */
export function digitFeatures(strokes, size) {
  const points = strokes.flat();
  if (points.length < 2) return null;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const pen = size * 0.045;
  const scale = (FINE - 4) / Math.max(bottom - top + 2 * pen, (right - left + 2 * pen) * 0.9, size / 6);
  const canvas = new OffscreenCanvas(FINE, FINE);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.translate(FINE / 2, FINE / 2);
  context.scale(scale, scale);
  context.translate(-(left + right) / 2, -(top + bottom) / 2);
  context.lineWidth = Math.max(pen * 2, 3.6 / scale);
  context.lineCap = context.lineJoin = 'round';
  for (const stroke of strokes) {
    context.beginPath();
    stroke.forEach(([x, y], place) => context[place === 0 ? 'moveTo' : 'lineTo'](x, y));
    context.stroke();
  }

  const ink = context.getImageData(0, 0, FINE, FINE).data;
  const features = new Array(64).fill(0);
  for (let y = 0; y < FINE; y++) {
    for (let x = 0; x < FINE; x++) {
      if (ink[4 * (y * FINE + x) + 3] > 127) features[Math.floor(y / BLOCK) * 8 + Math.floor(x / BLOCK)] += 1 / 16;
    }
  }

  return features;
}

/** The middle square of a picture, grey, from 0 to 1. @param {Blob} file @param {number} size */
export async function greyFeatures(file, size) {
  const picture = await createImageBitmap(file);
  const side = Math.min(picture.width, picture.height);
  let source = picture;
  let [x, y, width] = [(picture.width - side) / 2, (picture.height - side) / 2, side];
  // Halved until it is near, so that every pixel counts.
  for (let next = 2 ** Math.ceil(Math.log2(side)) / 2; next >= size; next /= 2) {
    const canvas = new OffscreenCanvas(next, next);
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(source, x, y, width, width, 0, 0, next, next);
    [source, x, y, width] = [canvas, 0, 0, next];
  }

  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d');
  context.drawImage(source, x, y, width, width, 0, 0, size, size);
  const { data } = context.getImageData(0, 0, size, size);
  return Array.from({ length: size * size }, (_, i) => (0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]) / 255);
}

/** Draws `[channels, height, width]` of values from 0 to 1; one channel is grey. */
export function drawPlanes(canvas, features, channels, height, width, zoom) {
  canvas.width = width * zoom;
  canvas.height = height * zoom;
  const pen = canvas.getContext('2d');
  const plane = width * height;
  for (let place = 0; place < plane; place++) {
    const values = channels === 1 ? Array(3).fill(features[place]) : [0, 1, 2].map(channel => features[channel * plane + place]);
    pen.fillStyle = `rgb(${values.map(value => Math.round(255 * value)).join(' ')})`;
    pen.fillRect(place % width * zoom, Math.floor(place / width) * zoom, zoom, zoom);
  }
}
