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
  if (!("first" in shard)) return [shard];
  const { first, count } = shard;
  // Where the pixels of a line begin is known only when those before it are painted.
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

/** How long the command may take to take a file. */
const takenWithin = 300_000;

/** What is told of each file that was handed over: null, or why it was not taken. */
const handedOver = new Map<string, (reason: string | null) => void>();

/** Told by the command when it has taken the file of that name, or that it could not. */
export function taken(name: string, reason: string | null): void {
  handedOver.get(name)?.(reason);
}

/** Hands a file over as a download, which costs less than half of what sending it costs; why it was not taken, or null. */
async function handOver(file: File): Promise<string | null> {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  const told = new Promise<string | null>((settle) => {
    handedOver.set(file.name, settle);
    setTimeout(settle, takenWithin, `${file.name} was not taken for five minutes.`);
  });
  link.click();
  const reason = await told;
  URL.revokeObjectURL(link.href);
  const folder = await navigator.storage.getDirectory();
  await folder.removeEntry(file.name);
  return reason;
}

/** Paints all shards. While a file is being taken, the next is painted. */
export async function paint({ shards }: PaintRequest): Promise<Outcome<null>> {
  const workers = navigator.hardwareConcurrency;
  const waiting = worksOf(shards, workers);
  let reason: string | null = null;
  const labour = async (): Promise<void> => {
    const worker = new Worker(new URL("./scene-worker.ts", import.meta.url), { type: "module" });
    let before: Promise<string | null> = Promise.resolve(null);
    for (let work = waiting.shift(); work !== undefined && reason === null; work = waiting.shift()) {
      const reply = await paintWith(worker, work);
      reason ??= await before;
      if (!reply.ok) reason ??= reply.reason;
      else if (reply.file !== null) before = handOver(reply.file);
    }
    reason ??= await before;
    worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(waiting.length, workers) }, labour));
  return reason === null ? success(null) : failure("bug", reason);
}
