/** Paints shards of scenes or of printed lines, and sends them to the server that the page came from. */

import { chanceOf } from "../../scene/chance.ts";
import { layoutOf } from "../../scene/layout/layout.ts";
import { type Assets, createAssets } from "../../scene/paint/assets.ts";
import { lineOf, paintLine } from "../../scene/paint/line.ts";
import { paintScene } from "../../scene/paint/paint.ts";
import { damageWordsByJpeg } from "../../scene/pixels/jpeg.ts";
import { rgbOf } from "../../scene/pixels/words.ts";
import { lineRecordOf, recordOf } from "../../scene/record.ts";
import { jpegQuality, splits } from "../../scene/scene.ts";
import { paintGallery } from "./paint-gallery.ts";
import { paintLink } from "./paint-link.ts";
import type { PaintReply, PaintTask } from "./paint-request.ts";
import { paintSuite } from "./paint-suite.ts";

let assets: Assets | null = null;

/** Records as lines of text, and the pixels that belong to them. */
interface Painted {
  readonly text: string;
  readonly pixels: readonly Uint8Array[];
}

/** Lines sent per request: a single one would be hardly larger than the request that carries it. */
const linesTogether = 100;

async function paintOne(seed: number, offset: number, from: Assets): Promise<Painted> {
  const scene = layoutOf(seed);
  await from.prepare(scene);
  const painting = paintScene(scene, from);
  const quality = jpegQuality(chanceOf(seed, "damage"));
  const image = quality === null ? rgbOf(painting.image) : damageWordsByJpeg(painting.image, quality);
  return { text: `${JSON.stringify(recordOf(scene, painting, quality, offset))}\n`, pixels: [image.data] };
}

async function paintLines(first: number, count: number, start: number, from: Assets): Promise<Painted> {
  let [text, offset] = ["", start];
  const pixels: Uint8Array[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const line = lineOf(seed);
    await from.prepareFace(line.font);
    const painted = paintLine(line);
    text += `${JSON.stringify(lineRecordOf(line, painted, offset))}\n`;
    offset += painted.image.data.length;
    pixels.push(painted.image.data);
  }
  return { text, pixels };
}

/** Sends the text, its length before it, and the pixels after it. */
async function send(address: URL, { text, pixels }: Painted): Promise<void> {
  const encoded = new TextEncoder().encode(text);
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, encoded.length, true);
  // As a Blob: the tools that drive the browser copy the bytes of any other body into their protocol.
  const body = new Blob([length, encoded, ...(pixels as readonly Uint8Array<ArrayBuffer>[])]);
  const response = await fetch(address, { method: "PUT", body });
  if (!response.ok) throw new Error(`A scene could not be written: ${await response.text()}`);
}

/** Where the pixels of scene `first` begin in a shard whose first scene is `begin`. */
function offsetOf(splitFrom: number, begin: number, first: number): number {
  let offset = 0;
  for (let number = begin; number < first; number++) {
    const { width, height } = layoutOf(splitFrom + number);
    offset += 3 * width * height;
  }
  return offset;
}

/** Paints the next scene while the previous one is being sent. */
async function paintPiece({ base, work }: PaintTask): Promise<void> {
  assets ??= createAssets(new URL(base));
  const write = async (file: string, body: Blob): Promise<void> => {
    const response = await fetch(new URL(`files/${file}`, base), { method: "PUT", body });
    if (!response.ok) throw new Error(`${file} could not be written: ${await response.text()}`);
  };
  if (work.what === "link") return paintLink(work.text, assets, write);
  if ("perDimension" in work) {
    const paintItems = work.what === "suite" ? paintSuite : paintGallery;
    return paintItems(work.perDimension, assets, write);
  }
  const { what, name, split, begin, first, count } = work;
  const address = new URL(`shards/${name}`, base);
  const together = what === "lines" ? linesTogether : 1;
  let sent = Promise.resolve();
  let offset = offsetOf(splits[split], begin, first);
  for (let i = 0; i < count; i += together) {
    const seed = splits[split] + first + i;
    const painted =
      what === "lines"
        ? await paintLines(seed, Math.min(together, count - i), offset, assets)
        : await paintOne(seed, offset, assets);
    offset += painted.pixels.reduce((sum, { length }) => sum + length, 0);
    await sent;
    sent = send(address, painted);
  }
  await sent;
}

self.onmessage = async ({ data }: MessageEvent<PaintTask>) => {
  const reply = await paintPiece(data).then(
    (): PaintReply => ({ ok: true }),
    (thrown: unknown): PaintReply => ({
      ok: false,
      reason: thrown instanceof Error ? thrown.message : String(thrown),
    }),
  );
  self.postMessage(reply);
};
