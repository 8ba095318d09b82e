/**
 * The only source of random numbers. xoshiro128** (Blackman & Vigna, 2018), seeded through SplitMix32, so that
 * one 32-bit seed gives one sequence on every machine.
 */

export interface Random {
  /** Uniform in [0, 1), 32 bits of it. */
  next(): number;
  /** Uniform integer in [0, bound), without modulo bias. */
  below(bound: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
  /** A generator that goes on as this one would from here; neither moves the other. */
  copy(): Random;
}

function splitMix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}

function rotateLeft(x: number, k: number): number {
  return ((x << k) | (x >>> (32 - k))) >>> 0;
}

/** A generator whose whole sequence follows from `seed` (taken modulo 2^32). */
export function seeded(seed: number): Random {
  const mix = splitMix32(seed);
  // A typed array, since numbers above 2^31 in variables of a closure are heap-allocated at every step.
  return generator(Uint32Array.of(mix(), mix(), mix(), mix()));
}

/** The generator in that state of four words, which it advances. */
function generator(state: Uint32Array): Random {
  const bits = (): number => {
    const [a, b, c, d] = [state[0] as number, state[1] as number, state[2] as number, state[3] as number];
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const e = c ^ a;
    const f = d ^ b;
    state[0] = a ^ f;
    state[1] = b ^ e;
    state[2] = e ^ (b << 9);
    state[3] = rotateLeft(f, 11);
    return result;
  };
  const next = (): number => bits() / 4294967296;
  // A bootstrap draws millions of numbers below the same bound, and the remainder of 2^32 is the slow part.
  let [known, limit] = [1, 4294967296];
  return {
    next,
    below(bound) {
      if (bound !== known) [known, limit] = [bound, 4294967296 - (4294967296 % bound)];
      let draw = bits();
      while (draw >= limit) draw = bits();
      return draw % bound;
    },
    normal() {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      return radius * Math.cos(2 * Math.PI * next());
    },
    copy: () => generator(state.slice()),
  };
}
