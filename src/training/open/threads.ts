/** How many threads train. */

import { threadsWithin } from "../../engine/local/device/choose.ts";

/** A thread for each core up to this many; a decoder of the bundled models' size hardly uses more. */
const MOST = 4;

/**
 * Threads of the wasm backend: as many as were `asked` for or as there are cores, where the page is isolated, and one where it is not.
 * The page needs little of a core while a run goes on, and a run pauses where the page answers.
 */
export function trainingThreads(isolated: boolean, cores: number, asked: number | null): number {
  return threadsWithin(isolated, cores, asked ?? MOST);
}
