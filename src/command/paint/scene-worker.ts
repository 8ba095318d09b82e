/** Paints shards of scenes or of printed lines, suites, galleries and scenes of links. */

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
import type { PaintReply, PaintTask, PieceRequest } from "./paint-request.ts";
import { paintSuite } from "./paint-suite.ts";

/** What a file's handle has in workers only, whose types are apart from the page's. */
interface WorkerFile extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<{ write(bytes: ArrayBufferView<ArrayBuffer>): number; close(): void }>;
}

let assets: Assets | null = null;

/** The record of a scene or a line as text, and its pixels, whose memory may be that of the next one. */
interface Painted {
  readonly text: string;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** Memory for the pixels of the largest scene, used by one after another. */
const room = new ArrayBuffer(3 * 1024 * 1024);

async function paintOne(seed: number, offset: number, from: Assets): Promise<Painted> {
  const scene = layoutOf(seed);
  await from.prepare(scene);
  const painting = paintScene(scene, from);
  const quality = jpegQuality(chanceOf(seed, "damage"));
  const image = quality === null ? rgbOf(painting.image, room) : damageWordsByJpeg(painting.image, quality);
  return {
    text: `${JSON.stringify(recordOf(scene, painting, quality, offset))}\n`,
    pixels: image.data as Uint8Array<ArrayBuffer>,
  };
}

async function paintOneLine(seed: number, offset: number, from: Assets): Promise<Painted> {
  const line = lineOf(seed);
  await from.prepareFace(line.font);
  const painted = paintLine(line);
  const text = `${JSON.stringify(lineRecordOf(line, painted, offset))}\n`;
  return { text, pixels: painted.image.data as Uint8Array<ArrayBuffer> };
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

/** A piece of a shard, in a file of the page's own folders, from which it is taken as it is. */
async function paintPiece(
  { what, name, split, begin, first, count }: PieceRequest,
  from: Assets,
): Promise<File> {
  const folder = await navigator.storage.getDirectory();
  const entry = (await folder.getFileHandle(`${name}-${first}.rgb`, { create: true })) as WorkerFile;
  const file = await entry.createSyncAccessHandle();
  try {
    const paint = what === "lines" ? paintOneLine : paintOne;
    let offset = offsetOf(splits[split], begin, first);
    let records = "";
    for (let number = first; number < first + count; number++) {
      const { text, pixels } = await paint(splits[split] + number, offset, from);
      records += text;
      offset += file.write(pixels);
    }
    const encoded = new TextEncoder().encode(records);
    file.write(encoded);
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, encoded.length, true);
    file.write(length);
  } finally {
    file.close();
  }
  return entry.getFile();
}

/** What is asked for; other files than those of shards go to the server. */
async function paintWork({ base, work }: PaintTask): Promise<File | null> {
  assets ??= createAssets(new URL(base));
  const write = async (file: string, body: Blob): Promise<void> => {
    const response = await fetch(new URL(`files/${file}`, base), { method: "PUT", body });
    if (!response.ok) throw new Error(`${file} could not be written: ${await response.text()}`);
  };
  switch (work.what) {
    case "link":
      await paintLink(work.text, assets, write);
      return null;
    case "suite":
      await paintSuite(work.perDimension, assets, write);
      return null;
    case "gallery":
      await paintGallery(work.perDimension, assets, write);
      return null;
    case "scenes":
    case "lines":
      return paintPiece(work, assets);
    default:
      return work satisfies never;
  }
}

self.onmessage = async ({ data }: MessageEvent<PaintTask>) => {
  const reply = await paintWork(data).then(
    (file): PaintReply => ({ ok: true, file }),
    (thrown: unknown): PaintReply => ({
      ok: false,
      reason: thrown instanceof Error ? thrown.message : String(thrown),
    }),
  );
  self.postMessage(reply);
};
