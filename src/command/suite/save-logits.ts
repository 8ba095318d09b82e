/** Raw logits of every answer under every showing, handed to whoever opened the page as files. */

import { base64Of } from "../../base/base64.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import type { Engine } from "../../engine/port.ts";
import type { LogitsRequest } from "../../evidence/logits-file.ts";
import type { Rollout } from "../../evidence/rollout.ts";
import type { Contrast } from "../../evidence/views/showing.ts";
import { reportStep } from "../output.ts";

declare global {
  interface Window {
    /** Provided by the command line: appends bytes, in base64, to a file; the first call with a name starts a new file. */
    keepFile?(name: string, base64: string): Promise<void>;
  }
}

/** A multiple of three, so that no piece but the last needs padding in base64. */
const PIECE = 3 * 2 ** 20;

/** Hands a file over in pieces: a browser lets a page start only a few downloads by itself. */
async function handOver(name: string, file: Blob): Promise<void> {
  for (let at = 0; at === 0 || at < file.size; at += PIECE) {
    const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
    await window.keepFile?.(name, base64Of(piece));
  }
}

/** Where several sides have the same role, each after the first gets a number. */
function requestsOf(rollout: Rollout, { student, others }: Contrast): readonly LogitsRequest[] {
  const sides = [{ role: "student" as const, showing: student }, ...others];
  return sides.map(({ role, showing }, i) => {
    const before = sides.slice(0, i).filter((side) => side.role === role).length;
    const number = `answer-${rollout.sibling + 1}`;
    return { name: before === 0 ? number : `${number}-${before + 1}`, rollout, role, showing };
  });
}

/** Writes two files per answer and side. Faults: those of a replay. */
export async function saveLogits(
  client: Engine,
  rollouts: readonly Rollout[],
  contrast: Contrast,
): Promise<Outcome<null>> {
  const requests = rollouts.flatMap((rollout) => requestsOf(rollout, contrast));
  for (const [done, request] of requests.entries()) {
    reportStep("saving raw logits", done, requests.length);
    const files = await client.logits(request, NEVER);
    if (!files.ok) return files;
    if (files.value === null) break;
    const { npy, npyName, card, cardName } = files.value;
    await handOver(npyName, npy);
    await handOver(cardName, new Blob([`${JSON.stringify(card, null, 1)}\n`]));
  }
  return success(null);
}
