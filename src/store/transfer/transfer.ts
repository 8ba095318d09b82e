/**
 * One file from a server into a part of the depot: by range where something came in before, hashed as it comes, asked
 * for again when the line breaks or the server is busy, and a whole file only when its SHA-256 is the manifest's.
 *
 * A range is asked for without If-Range: that header would need a preflight, which the hub's content network refuses.
 * The answer's ETag is compared instead, and the hash decides in the end.
 */

import { judge, retryDelay } from "../hub/answers.ts";
import {
  beginAnew,
  createRun,
  ended,
  keep,
  type Run,
  type Transfer,
  type TransferEnd,
  type TransferStep,
  takeUp,
  verify,
} from "./arrivals.ts";

/** Answers in a row that bring the file no further than it was before we give up. */
const MOST_FRUITLESS = 5;
const broken = (run: Run, thrown: unknown): TransferStep => ({
  kind: "again",
  delay: retryDelay(null, run.fruitless, 0),
  why: `The connection broke (${thrown instanceof Error ? thrown.message : String(thrown)}).`,
});

async function readBody(run: Run, response: Response): Promise<TransferStep> {
  const { signal } = run.transfer;
  const reader = response.body?.getReader();
  if (reader === undefined) return broken(run, "no body");
  run.pieces++;
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      if (signal.aborted) return { kind: "stopped" };
      const end = keep(run, chunk.value);
      if (end !== null) return end;
    }
  } catch (thrown) {
    return signal.aborted ? { kind: "stopped" } : broken(run, thrown);
  } finally {
    // Nobody reads on: the connection need not either.
    void reader.cancel().catch(() => undefined);
  }
  const { part, file } = run.transfer;
  return part.size < file.bytes ? broken(run, "it ended early") : { kind: "read" };
}

/** Whether a partial answer continues what is there. Headers that the server does not expose are not judged. */
function continues(run: Run, response: Response, from: number): boolean {
  const etag = response.headers.get("etag");
  const same = run.etag === null || etag === null || etag === run.etag;
  const place = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
  return same && (place === undefined || Number(place) === from);
}

async function request(run: Run): Promise<Response | TransferStep> {
  const { url, signal, part } = run.transfer;
  const headers = part.size > 0 ? { range: `bytes=${part.size}-` } : {};
  try {
    return await run.transfer.fetch(url, {
      headers,
      signal,
      // The depot is the cache; the browser's own would keep the file twice.
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
  } catch (thrown) {
    return signal.aborted ? { kind: "stopped" } : broken(run, thrown);
  }
}

async function fetchOnce(run: Run): Promise<TransferStep> {
  const { file, part } = run.transfer;
  const response = await request(run);
  if (!(response instanceof Response)) return response;
  const verdict = judge(response, file.path, run.fruitless, Date.now());
  if (verdict.kind !== "read") {
    if (response.status === 416) beginAnew(run);
    await response.body?.cancel();
    return verdict;
  }
  if (part.size > 0 && (response.status !== 206 || !continues(run, response, part.size))) {
    const wholeAnswer = response.status === 200;
    beginAnew(run);
    if (!wholeAnswer) {
      await response.body?.cancel();
      return { kind: "again", delay: 0, why: "The file on the server has changed; anew." };
    }
  }
  run.etag ??= response.headers.get("etag");
  run.transfer.onWait(null);
  return readBody(run, response);
}

/** Waits before the next try; a fault when too many brought nothing. */
async function waitAgain(
  run: Run,
  step: Extract<TransferStep, { kind: "again" }>,
): Promise<TransferEnd | null> {
  const { part, signal, sleep, onWait } = run.transfer;
  run.fruitless = part.size > run.best ? 0 : run.fruitless + 1;
  run.best = Math.max(run.best, part.size);
  if (run.fruitless > MOST_FRUITLESS) {
    part.flush();
    const why = step.why === "" ? "The server does not give the rest of the file." : step.why;
    return ended("network", why, "What has come in is kept; go on when the line is better.");
  }
  if (step.why !== "") onWait(step.why);
  await sleep(step.delay, signal);
  return null;
}

/** Runs a transfer to its end. The part stays open; only a corrupt file takes away what came in. */
export async function runTransfer(transfer: Transfer): Promise<TransferEnd> {
  const run = createRun(transfer);
  await takeUp(run);
  for (;;) {
    if (transfer.signal.aborted) {
      transfer.part.flush();
      return { kind: "stopped" };
    }
    const step = transfer.part.size === transfer.file.bytes ? verify(run) : await fetchOnce(run);
    if (step.kind === "read") continue;
    if (step.kind !== "again") {
      transfer.part.flush();
      return step;
    }
    const end = await waitAgain(run, step);
    if (end !== null) return end;
  }
}
