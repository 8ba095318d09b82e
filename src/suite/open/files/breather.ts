/** Lets the page render and respond between the pieces of a long task. */

/** Work continues for this long before it waits, in milliseconds: less than a frame. */
const STRETCH = 12;

/** A function to await between pieces; it waits only where the last wait is long enough ago. */
export function createBreather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < STRETCH) return;
    await new Promise<void>((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
