/** For tests: a model that counts what is alive: sequences, rows, and the bytes of their logits. */

import type { OpenModel, Prefix, Rows, Sequence } from "../../../src/model/adapter.ts";

export interface Alive {
  sequences: number;
  rows: number;
  logitBytes: number;
  /** The most of them at any time. */
  mostLogitBytes: number;
}

/** Calls `release` once. */
function once(dispose: () => void, release: () => void): () => void {
  let open = true;
  return () => {
    if (open) release();
    open = false;
    dispose();
  };
}

function countedRows(rows: Rows, alive: Alive): Rows {
  const bytes = 4 * rows.logits.dims.reduce((product, size) => product * size, 1);
  alive.rows += 1;
  alive.logitBytes += bytes;
  alive.mostLogitBytes = Math.max(alive.mostLogitBytes, alive.logitBytes);
  const release = () => {
    alive.rows -= 1;
    alive.logitBytes -= bytes;
  };
  return { ...rows, [Symbol.dispose]: once(() => rows[Symbol.dispose](), release) };
}

function countedSequence(sequence: Sequence, alive: Alive): Sequence {
  alive.sequences += 1;
  const release = () => {
    alive.sequences -= 1;
  };
  return {
    ...sequence,
    async advance(feeds) {
      const advanced = await sequence.advance(feeds);
      if (!advanced.ok) return advanced;
      const { rows, next } = advanced.value;
      return { ok: true, value: { rows: countedRows(rows, alive), next: countedSequence(next, alive) } };
    },
    async finish(feeds) {
      const finished = await sequence.finish(feeds);
      return finished.ok ? { ok: true, value: countedRows(finished.value, alive) } : finished;
    },
    [Symbol.dispose]: once(() => sequence[Symbol.dispose](), release),
  };
}

export function counting(model: OpenModel): { readonly model: OpenModel; readonly alive: Alive } {
  const alive: Alive = { sequences: 0, rows: 0, logitBytes: 0, mostLogitBytes: 0 };
  const counted: OpenModel = {
    ...model,
    async prefill(parts) {
      const made = await model.prefill(parts);
      if (!made.ok) return made;
      const sequence = countedSequence(made.value.sequence, alive);
      const prefix: Prefix = {
        sequence,
        pending: made.value.pending,
        attend: made.value.attend,
        [Symbol.dispose]: () => sequence[Symbol.dispose](),
      };
      return { ok: true, value: prefix };
    },
  };
  return { model: counted, alive };
}
