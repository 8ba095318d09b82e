/** Whether a key belongs to an input method, with which characters are composed that no key has. */

/**
 * True of a key while characters are composed, and of the one that ends it. Safari says that the composition has ended
 * before it tells of that key, which then is no longer `isComposing`; its `keyCode` still is that of an input method.
 */
export function isComposing(press: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  return press.isComposing || press.keyCode === 229;
}
