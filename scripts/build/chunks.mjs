/** Puts what an entry needs at once into one file: a file for each of forty shared parts takes longer to ask for than to run. */

/**
 * @typedef {(id: string, context: { getModuleInfo: (id: string) => { importedIds: string[] } | null }) => string | null} NameOf
 * @returns {NameOf} the chunk of a module that `entry` imports statically, over any number of steps; null for the entry
 *   itself and for all others
 */
export function importedBy(/** @type {string} */ entry, /** @type {string} */ name) {
  /** @type {Set<string> | null} */
  let found = null;
  return (id, context) => {
    if (found === null) {
      found = new Set([entry]);
      // A set is walked in the order in which it grows.
      for (const each of found)
        for (const imported of context.getModuleInfo(each)?.importedIds ?? []) found.add(imported);
    }
    return id !== entry && found.has(id) ? name : null;
  };
}
