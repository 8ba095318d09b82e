/** How a command ends that cannot go on. */

import process from "node:process";

/**
 * Ends the program with a sentence.
 * @returns {never}
 */
export function refuse(/** @type {string} */ message) {
  console.error(message);
  process.exit(1);
}

/** A fault in words. */
export const sentence = (/** @type {{ message: string, hint?: string }} */ { message, hint }) =>
  [message, hint].filter(Boolean).join(" ");

/** @template T @param {{ ok: true, value: T } | { ok: false, fault: { message: string, hint?: string } }} outcome */
export function unwrap(outcome) {
  if (outcome.ok) return outcome.value;
  return refuse(sentence(outcome.fault));
}
