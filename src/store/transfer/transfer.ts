/**
 * Downloads one file into the depot: by range if a part exists, hashed as it arrives, retried if the connection breaks or
 * the server is busy, and complete only if its SHA-256 is that of the manifest.
 *
 * Ranges are requested without If-Range, which would need a preflight that the hub's content network refuses. The ETag of the
 * response is compared instead, and the hash decides in the end.
 */

import { judge, retryDelay } from "../hub/answers.ts";
import {
  createRun,
  ended,
  keep,
  type Run,
  resume,
  startAgain,
  type Transfer,
  type TransferEnd,
  type TransferStep,
  verify,
} from "./arrivals.ts";

/** The number of consecutive responses without progress after which the download fails. */
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
    // Nothing reads on, so the connection can be closed.
    void reader.cancel().catch(() => undefined);
  }
  const { part, file } = run.transfer;
  return part.size < file.bytes ? broken(run, "it ended early") : { kind: "read" };
}

/** Whether a partial response continues the existing bytes. Headers that the server does not expose are not checked. */
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
      // The depot is the cache; the browser's own would store the file twice.
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
    if (response.status === 416) startAgain(run);
    await response.body?.cancel();
    return verdict;
  }
  if (part.size > 0 && (response.status !== 206 || !continues(run, response, part.size))) {
    const complete = response.status === 200;
    startAgain(run);
    if (!complete) {
      await response.body?.cancel();
      return { kind: "again", delay: 0, why: "The file on the server has changed; starting again." };
    }
  }
  run.etag ??= response.headers.get("etag");
  run.transfer.onWait(null);
  return readBody(run, response);
}

/** Waits before the next attempt; returns a fault after too many without progress. */
async function waitAgain(
  run: Run,
  step: Extract<TransferStep, { kind: "again" }>,
): Promise<TransferEnd | null> {
  const { part, signal, sleep, onWait } = run.transfer;
  run.fruitless = part.size > run.best ? 0 : run.fruitless + 1;
  run.best = Math.max(run.best, part.size);
  if (run.fruitless > MOST_FRUITLESS) {
    part.flush();
    const why = step.why === "" ? "The server does not send the rest of the file." : step.why;
    return ended("network", why, "What has arrived is kept; continue when the connection is better.");
  }
  if (step.why !== "") onWait(step.why);
  await sleep(step.delay, signal);
  return null;
}

/** Runs a transfer to its end. The partial file stays open; its bytes are discarded only if the file is corrupt. */
export async function runTransfer(transfer: Transfer): Promise<TransferEnd> {
  const run = createRun(transfer);
  await resume(run);
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
