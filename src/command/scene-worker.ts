/** Paints shards of scenes and sends each scene to the server that the page came from. */
import { type Assets, createAssets } from "../scene/assets.ts";
import { chanceOf } from "../scene/chance.ts";
import { damageByJpeg } from "../scene/jpeg.ts";
import { layoutOf } from "../scene/layout.ts";
import { paintScene } from "../scene/paint.ts";
import { recordOf } from "../scene/record.ts";
import { jpegQuality, splits } from "../scene/scene.ts";
import type { PaintReply, PaintTask } from "./paint-request.ts";

let assets: Assets | null = null;

/** The pixels of a scene, and its record as a line. */
async function paint(
  seed: number,
  offset: number,
  from: Assets,
): Promise<{ readonly line: string; readonly data: Uint8Array }> {
  const scene = layoutOf(seed);
  await from.prepare(scene);
  const painting = paintScene(scene, from);
  const quality = jpegQuality(chanceOf(seed, "damage"));
  const image = quality === null ? painting.image : damageByJpeg(painting.image, quality);
  const line = `${JSON.stringify(recordOf(scene, painting, quality, offset))}\n`;
  return { line, data: image.data };
}

/** Sends a line, its length before it, and the pixels after it. */
async function send(address: URL, line: string, data: Uint8Array): Promise<void> {
  const text = new TextEncoder().encode(line);
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, text.length, true);
  // As a Blob: the tools that drive the browser copy the bytes of any other body into their protocol.
  const body = new Blob([length, text, data as Uint8Array<ArrayBuffer>]);
  const response = await fetch(address, { method: "PUT", body });
  if (!response.ok) throw new Error(`A scene could not be written: ${await response.text()}`);
}

/** One scene is painted while the one before it is on its way. */
async function paintShard({ base, shard }: PaintTask): Promise<void> {
  assets ??= createAssets(new URL(base));
  const address = new URL(`shards/${shard.name}`, base);
  let sent = Promise.resolve();
  let offset = 0;
  for (let i = 0; i < shard.count; i++) {
    const { line, data } = await paint(splits[shard.split] + shard.first + i, offset, assets);
    offset += data.length;
    await sent;
    sent = send(address, line, data);
  }
  await sent;
}

self.onmessage = async ({ data }: MessageEvent<PaintTask>) => {
  const reply = await paintShard(data).then(
    (): PaintReply => ({ ok: true }),
    (thrown: unknown): PaintReply => ({
      ok: false,
      reason: thrown instanceof Error ? thrown.message : String(thrown),
    }),
  );
  self.postMessage(reply);
};
