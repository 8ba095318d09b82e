/** Hands shards of scenes to as many workers as there are cores. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { PaintReply, PaintRequest, PaintShard, PaintTask } from "./paint-request.ts";

type Work = PaintTask["work"];

/** Lets a worker paint something. */
function paintWith(worker: Worker, work: Work): Promise<PaintReply> {
  return new Promise((settle) => {
    worker.onmessage = ({ data }: MessageEvent<PaintReply>) => settle(data);
    worker.onerror = ({ message }) => settle({ ok: false, reason: message });
    worker.postMessage({ base: new URL(".", location.href).href, work } satisfies PaintTask);
  });
}

/** A shard cut into so many pieces of about the same length, as far as it has scenes. */
function piecesOf(shard: PaintShard, wanted: number): readonly Work[] {
  // Where the pixels of a line begin is known only when those before it are painted.
  if (!("first" in shard)) return [shard];
  const { first, count } = shard;
  const length = shard.what === "lines" ? count : Math.ceil(count / wanted);
  return Array.from({ length: Math.ceil(count / length) }, (_, i) => ({
    ...shard,
    begin: first,
    first: first + i * length,
    count: Math.min(length, count - i * length),
  }));
}

/** What so many workers paint one after the other: whole shards, and of those left over at the end each a piece. */
function worksOf(shards: readonly PaintShard[], workers: number): Work[] {
  const whole = shards.length - (shards.length % workers);
  return shards.flatMap((shard, i) => piecesOf(shard, i < whole ? 1 : workers));
}

/** Paints all shards; the scenes go to the server one by one. */
export async function paint({ shards }: PaintRequest): Promise<Outcome<null>> {
  const workers = navigator.hardwareConcurrency;
  const waiting = worksOf(shards, workers);
  let reason: string | null = null;
  const labour = async (): Promise<void> => {
    const worker = new Worker(new URL("./scene-worker.ts", import.meta.url), { type: "module" });
    for (let work = waiting.shift(); work !== undefined && reason === null; work = waiting.shift()) {
      const reply = await paintWith(worker, work);
      if (!reply.ok) reason = reply.reason;
    }
    worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(waiting.length, workers) }, labour));
  return reason === null ? success(null) : failure("bug", reason);
}
