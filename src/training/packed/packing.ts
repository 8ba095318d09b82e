/**
 * Packed sequences: tokens of several branches in one row. A branch continues the end of another or begins by itself, and a
 * token sees the tokens of its own line of branches up to its own position. So the prompt of a picture is computed once for all
 * its questions, and their answers grow beside each other in one cache.
 */

import { hiddenScore } from "../../graph/decoder.ts";

export interface Packing {
  /** Tokens of all branches. */
  readonly length: number;
  /** Opens a branch behind the last token of `parent`, or one that begins by itself. Its number. */
  open(parent: number | null): number;
  /** Adds tokens to the end of a branch that no other continues. The place in the row of the first of them. */
  append(branch: number, count: number): number;
  /** Positions within the line of branches, of the tokens from place `from` on. */
  positions(from: number): readonly number[];
  /** What is added to attention scores, [length - from, length], for the tokens from place `from` on. */
  bias(from: number): Float32Array;
}

interface Branch {
  /** The branch itself and those that it continues. */
  readonly line: ReadonlySet<number>;
  /** The position of its next token. */
  next: number;
}

/** Tokens of one branch that lie behind each other. */
interface Run {
  readonly branch: number;
  /** Where the first of them is in the row, and its position within the line of branches. */
  readonly place: number;
  readonly position: number;
  count: number;
}

export function createPacking(): Packing {
  const branches: Branch[] = [];
  const runs: Run[] = [];
  const owners: number[] = [];
  const places: number[] = [];
  return {
    get length() {
      return owners.length;
    },
    open(parent) {
      const before = parent === null ? undefined : branches[parent];
      const number = branches.length;
      branches.push({ line: new Set([...(before?.line ?? []), number]), next: before?.next ?? 0 });
      return number;
    },
    append(branch, count) {
      const first = owners.length;
      const grown = branches[branch] as Branch;
      const last = runs.at(-1);
      if (last?.branch === branch) last.count += count;
      else runs.push({ branch, place: first, position: grown.next, count });
      for (let i = 0; i < count; i++) {
        owners.push(branch);
        places.push(grown.next++);
      }
      return first;
    },
    positions: (from) => places.slice(from),
    bias(from) {
      const total = owners.length;
      const bias = new Float32Array((total - from) * total).fill(hiddenScore);
      for (let token = from; token < total; token++) {
        const { line } = branches[owners[token] as number] as Branch;
        const [row, position] = [(token - from) * total, places[token] as number];
        for (const run of runs) {
          if (!line.has(run.branch)) continue;
          const seen = Math.min(run.count, position + 1 - run.position);
          if (seen > 0) bias.fill(0, row + run.place, row + run.place + seen);
        }
      }
      return bias;
    },
  };
}
