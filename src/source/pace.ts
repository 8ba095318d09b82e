/** The speed of a transfer, measured over the last few seconds so that pauses and bursts have no lasting effect. */

const WINDOW_MS = 4000;

export interface Pace {
  /** Records how many bytes there are now, and returns bytes per second. `now` is in milliseconds and never decreases. */
  at(bytes: number, now: number): number;
}

export function createPace(): Pace {
  let samples: { readonly bytes: number; readonly time: number }[] = [];
  return {
    at(bytes, now) {
      const last = samples.at(-1);
      // A transfer that starts again has fewer bytes than before.
      if (last !== undefined && bytes < last.bytes) samples = [];
      samples.push({ bytes, time: now });
      while (samples.length > 2 && (samples[1]?.time ?? now) <= now - WINDOW_MS) samples.shift();
      const first = samples[0] ?? { bytes, time: now };
      const seconds = (now - first.time) / 1000;
      return seconds > 0 ? (bytes - first.bytes) / seconds : 0;
    },
  };
}
