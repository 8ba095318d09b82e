/** Hands shards of scenes to as many workers as there are cores. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { PaintReply, PaintRequest, PaintTask } from "./paint-request.ts";

/** Lets a worker paint one shard. */
function paintShard(worker: Worker, shard: PaintTask["shard"]): Promise<PaintReply> {
  return new Promise((settle) => {
    worker.onmessage = ({ data }: MessageEvent<PaintReply>) => settle(data);
    worker.onerror = ({ message }) => settle({ ok: false, reason: message });
    worker.postMessage({ base: new URL(".", location.href).href, shard } satisfies PaintTask);
  });
}

/** Paints all shards; the scenes go to the server one by one. */
export async function paint({ shards }: PaintRequest): Promise<Outcome<null>> {
  const waiting = [...shards];
  let reason: string | null = null;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL("./scene-worker.ts", import.meta.url), { type: "module" });
    for (let shard = waiting.shift(); shard !== undefined && reason === null; shard = waiting.shift()) {
      const reply = await paintShard(worker, shard);
      if (!reply.ok) reason = reply.reason;
    }
    worker.terminate();
  };
  const workers = Math.min(shards.length, navigator.hardwareConcurrency);
  await Promise.all(Array.from({ length: workers }, work));
  return reason === null ? success(null) : failure("bug", reason);
}
