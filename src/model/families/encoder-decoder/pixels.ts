/**
 * Prepares an image as the manifest of an encoder specifies: grey or colour, scaled, inverted, padded. Sizes that the
 * manifest does not allow are refused with a sentence; images are stretched only if it says so.
 */
import type { Size } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { grey, resize } from "../../../math/image/image.ts";
import type { Pixels } from "../../../view/pixels.ts";
import type { EncoderVision } from "./manifest.ts";

/** The exact pixels for the encoder, and which of them are image (1) or padding (0). */
export interface PreparedPicture {
  readonly pixels: Pixels;
  readonly picture: Uint8Array;
}

interface Layout {
  /** The size of the image after scaling. */
  readonly inner: Size;
  /** The size with padding. */
  readonly outer: Size;
}

function scaled(size: Size, by: number, most: Size): Size {
  const side = (length: number, limit: number) => Math.min(limit, Math.max(1, Math.round(length * by)));
  return { width: side(size.width, most.width), height: side(size.height, most.height) };
}

function refusedSize(size: Size, most: Size): Outcome<never> {
  return failure(
    "badInput",
    `The image is ${size.width} × ${size.height} pixels; this model reads at most ${most.width} × ${most.height}, and its manifest does not allow shrinking.`,
    "Crop the image to a smaller part, or use a smaller image.",
  );
}

function layoutOf(size: Size, { sides }: EncoderVision): Outcome<Layout> {
  const most = { width: sides.width, height: sides.height };
  if (sides.fit === "keep" && (size.width > most.width || size.height > most.height)) {
    return refusedSize(size, most);
  }
  const largest = Math.min(most.width / size.width, most.height / size.height);
  switch (sides.kind) {
    case "fixed": {
      const inner = { stretch: most, contain: scaled(size, largest, most), keep: size }[sides.fit];
      return success({ inner, outer: most });
    }
    case "maximal": {
      const inner = sides.fit === "contain" ? scaled(size, Math.min(1, largest), most) : size;
      const up = (length: number) => Math.ceil(length / sides.multipleOf) * sides.multipleOf;
      return success({ inner, outer: { width: up(inner.width), height: up(inner.height) } });
    }
    default:
      return sides satisfies never;
  }
}

function inverted(image: Pixels): Pixels {
  return { ...image, data: image.data.map((byte) => 255 - byte) };
}

function padded(image: Pixels, outer: Size, padding: EncoderVision["padding"]): PreparedPicture {
  const before = (room: number) => ({ start: room, both: Math.floor(room / 2), end: 0 })[padding.side];
  const left = before(outer.width - image.width);
  const top = before(outer.height - image.height);
  const data = new Uint8Array(outer.width * outer.height * 3).fill(padding.value);
  const picture = new Uint8Array(outer.width * outer.height);
  for (let y = 0; y < image.height; y++) {
    const to = (top + y) * outer.width + left;
    data.set(image.data.subarray(y * image.width * 3, (y + 1) * image.width * 3), to * 3);
    picture.fill(1, to, to + image.width);
  }
  return { pixels: { ...outer, data }, picture };
}

/** The picture at the size at which it is read, in its own colours and without padding. */
export function resizedPicture(source: Pixels, vision: EncoderVision): Outcome<Pixels> {
  const layout = layoutOf(source, vision);
  if (!layout.ok) return layout;
  const { width, height } = layout.value.inner;
  return success(resize(source, width, height, vision.resample));
}

/** Converts to grey before scaling and inverts after it, as Pillow's pipelines do. */
export function preparePicture(source: Pixels, vision: EncoderVision): Outcome<PreparedPicture> {
  const layout = layoutOf(source, vision);
  if (!layout.ok) return layout;
  const { inner, outer } = layout.value;
  const coloured = vision.channels === 1 ? grey(source) : source;
  const sized = resize(coloured, inner.width, inner.height, vision.resample);
  return success(padded(vision.inverted ? inverted(sized) : sized, outer, vision.padding));
}

/** Float32 numbers [1, channels, height, width]: (byte · scale − mean) / deviation. */
export function pictureValues({ data, width, height }: Pixels, vision: EncoderVision): Float32Array {
  const area = width * height;
  const values = new Float32Array(vision.channels * area);
  for (let channel = 0; channel < vision.channels; channel++) {
    const mean = vision.mean[channel] ?? 0;
    const deviation = vision.std[channel] ?? 1;
    const table = Float32Array.from({ length: 256 }, (_, byte) => (byte * vision.scale - mean) / deviation);
    for (let i = 0; i < area; i++)
      values[channel * area + i] = table[data[i * 3 + channel] as number] as number;
  }
  return values;
}
