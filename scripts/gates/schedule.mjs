/** Runs gates side by side, as many as keep two cores busy. */

/** @typedef {import("./gates.mjs").Gate} Gate */

/** Most machines, those of forges among them, have at least two; a gate that keeps more busy counts as two. */
export const CORES = 2;

/**
 * Runs every gate once. Those that find no room wait; of the waiting the first that fits starts, so a small one may start
 * before a large one that is listed earlier.
 * @param {readonly Gate[]} gates
 * @param {(gate: Gate, alone: boolean) => Promise<void>} run `alone` where no other gate runs meanwhile
 */
export async function runScheduled(gates, run) {
  const waiting = [...gates];
  /** @type {Map<string, Promise<void>>} */
  const running = new Map();
  let free = CORES;
  const isReady = (/** @type {Gate} */ { cores, after = [] }) =>
    cores <= free && after.every((name) => !running.has(name) && waiting.every((gate) => gate.name !== name));
  while (waiting.length > 0 || running.size > 0) {
    for (let next = waiting.findIndex(isReady); next >= 0; next = waiting.findIndex(isReady)) {
      const [gate] = /** @type {[Gate]} */ (waiting.splice(next, 1));
      free -= gate.cores;
      const ended = run(gate, gate.cores === CORES).finally(() => {
        running.delete(gate.name);
        free += gate.cores;
      });
      running.set(gate.name, ended);
    }
    if (running.size === 0) throw new Error(`Gates wait for each other: ${waiting.map(({ name }) => name)}`);
    await Promise.race(running.values());
  }
}
