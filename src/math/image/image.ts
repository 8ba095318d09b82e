/**
 * The one resizer, byte for byte Pillow's on 8-bit RGB (libImaging/Resample.c): models are trained on Pillow's
 * pixels, so these are the pixels they must be given. Separable; the filter is widened when an image shrinks;
 * weights are normalised in float64 and rounded to 22-bit fixed point; each pass rounds and clips to bytes.
 */

/** 8-bit RGB without padding: row by row, three bytes a pixel. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export type ResizeFilter = "nearest" | "box" | "bilinear" | "bicubic" | "lanczos";

interface Kernel {
  /** Half the width of the filter, in source pixels when nothing shrinks. */
  readonly support: number;
  weight(x: number): number;
}

function normalisedSinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Keys' cubic with a = −1/2. */
function cubic(x: number): number {
  const d = Math.abs(x);
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
  return d < 2 ? (((d - 5) * d + 8) * d - 4) * -0.5 : 0;
}

const kernels: Readonly<Record<Exclude<ResizeFilter, "nearest">, Kernel>> = {
  box: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, weight: cubic },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? normalisedSinc(x) * normalisedSinc(x / 3) : 0) },
};

const fractionBits = 22;
const half = 1 << (fractionBits - 1);

/** Which source pixels make one target pixel: `weights` has `stride` entries per target pixel. */
interface Plan {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly weights: Int32Array;
  readonly stride: number;
}

function toFixedPoint(weight: number): number {
  return Math.trunc(weight * 2 ** fractionBits + (weight < 0 ? -0.5 : 0.5));
}

function planAxis(from: number, to: number, kernel: Kernel): Plan {
  const scale = from / to;
  const spread = Math.max(scale, 1);
  const support = kernel.support * spread;
  const stride = Math.ceil(support) * 2 + 1;
  const plan = {
    first: new Int32Array(to),
    count: new Int32Array(to),
    weights: new Int32Array(to * stride),
    stride,
  };
  for (let target = 0; target < to; target++) {
    const center = (target + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(from, Math.trunc(center + support + 0.5)) - first;
    // Multiplied by the reciprocal as Pillow does: a division could round the other way.
    const raw = Array.from({ length: count }, (_, i) =>
      kernel.weight((i + first - center + 0.5) * (1 / spread)),
    );
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    plan.first[target] = first;
    plan.count[target] = count;
    raw.forEach((weight, i) => {
      plan.weights[target * stride + i] = toFixedPoint(total === 0 ? weight : weight / total);
    });
  }
  return plan;
}

function toByte(fixed: number): number {
  const value = fixed >> fractionBits;
  if (value < 0) return 0;
  return value > 255 ? 255 : value;
}

/** Indices below are in range by construction, so a missing element cannot occur; `| 0` makes the type say so. */
function resizeRows(image: RgbImage, width: number, kernel: Kernel): RgbImage {
  const { first, count, weights, stride } = planAxis(image.width, width, kernel);
  const source = image.data;
  const data = new Uint8Array(width * image.height * 3);
  for (let y = 0, to = 0; y < image.height; y++) {
    const row = y * image.width * 3;
    for (let x = 0; x < width; x++, to += 3) {
      let [red, green, blue] = [half, half, half];
      let from = row + (first[x] as number) * 3;
      const start = x * stride;
      const end = start + (count[x] as number);
      for (let k = start; k < end; k++, from += 3) {
        const weight = weights[k] as number;
        red = (red + Math.imul(source[from] as number, weight)) | 0;
        green = (green + Math.imul(source[from + 1] as number, weight)) | 0;
        blue = (blue + Math.imul(source[from + 2] as number, weight)) | 0;
      }
      data[to] = toByte(red);
      data[to + 1] = toByte(green);
      data[to + 2] = toByte(blue);
    }
  }
  return { width, height: image.height, data };
}

function resizeColumns(image: RgbImage, height: number, kernel: Kernel): RgbImage {
  const { first, count, weights, stride } = planAxis(image.height, height, kernel);
  const source = image.data;
  const rowLength = image.width * 3;
  const data = new Uint8Array(rowLength * height);
  const sums = new Int32Array(rowLength);
  for (let y = 0; y < height; y++) {
    sums.fill(half);
    for (let k = 0; k < (count[y] as number); k++) {
      const weight = weights[y * stride + k] as number;
      const from = ((first[y] as number) + k) * rowLength;
      for (let i = 0; i < rowLength; i++) {
        sums[i] = (sums[i] as number) + Math.imul(source[from + i] as number, weight);
      }
    }
    for (let i = 0; i < rowLength; i++) data[y * rowLength + i] = toByte(sums[i] as number);
  }
  return { width: image.width, height, data };
}

/** The source index for each target index; Pillow adds up the step, so we do too. */
function nearestIndices(from: number, to: number): Int32Array {
  const step = from / to;
  const indices = new Int32Array(to);
  let position = step * 0.5;
  for (let i = 0; i < to; i++) {
    indices[i] = Math.min(from - 1, Math.trunc(position));
    position += step;
  }
  return indices;
}

function resizeNearest(image: RgbImage, width: number, height: number): RgbImage {
  const columns = nearestIndices(image.width, width);
  const rows = nearestIndices(image.height, height);
  const data = new Uint8Array(width * height * 3);
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      const from = (row * image.width + column) * 3;
      data[to++] = image.data[from] as number;
      data[to++] = image.data[from + 1] as number;
      data[to++] = image.data[from + 2] as number;
    }
  }
  return { width, height, data };
}

/** `image` at `width` × `height` (whole numbers of at least 1), as Pillow's `Image.resize` makes it. */
export function resize(image: RgbImage, width: number, height: number, filter: ResizeFilter): RgbImage {
  if (width === image.width && height === image.height) return image;
  if (filter === "nearest") return resizeNearest(image, width, height);
  const kernel = kernels[filter];
  const wide = width === image.width ? image : resizeRows(image, width, kernel);
  return height === image.height ? wide : resizeColumns(wide, height, kernel);
}

/** The part of `image` in a window of whole pixels that lies inside it. */
export function cut(
  image: RgbImage,
  window: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): RgbImage {
  const { x, y, width, height } = window;
  if (width === image.width && height === image.height) return image;
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * image.width + x) * 3;
    data.set(image.data.subarray(from, from + width * 3), row * width * 3);
  }
  return { width, height, data };
}

/** Luma of ITU-R 601-2 in 16-bit fixed point, as Pillow's `convert("L")` computes it; in all three channels. */
export function grey(image: RgbImage): RgbImage {
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < data.length; i += 3) {
    const [red = 0, green = 0, blue = 0] = image.data.subarray(i, i + 3);
    data.fill((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16, i, i + 3);
  }
  return { ...image, data };
}
