/** Whether a key event belongs to an input method, which composes characters that have no key. */

/**
 * True for a key during composition, and for the one that ends it. Safari reports the end of composition before that
 * key's event, which then is no longer `isComposing`; its `keyCode` is still that of an input method.
 */
export function isComposing(press: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  return press.isComposing || press.keyCode === 229;
}
