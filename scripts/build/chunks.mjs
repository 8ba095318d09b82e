/** Puts what an entry needs at once into one file: a file for each of forty shared parts takes longer to ask for than to run. */

/**
 * @typedef {{ getModuleInfo: (id: string) => { importedIds: string[] } | null }} Modules
 */

/** @returns {Set<string>} the entry and all that it imports statically, over any number of steps */
function reachable(/** @type {string} */ entry, /** @type {Modules} */ modules) {
  const found = new Set([entry]);
  // A set is walked in the order in which it grows.
  for (const each of found)
    for (const imported of modules.getModuleInfo(each)?.importedIds ?? []) found.add(imported);
  return found;
}

/**
 * @returns {(id: string, modules: Modules) => string | null} the chunk of a module that every one of these entries imports
 *   statically; null for the entries themselves and for all others
 */
export function importedBy(/** @type {readonly string[]} */ entries, /** @type {string} */ name) {
  /** @type {readonly Set<string>[] | null} */
  let found = null;
  return (id, modules) => {
    found ??= entries.map((entry) => reachable(entry, modules));
    return !entries.includes(id) && found.every((set) => set.has(id)) ? name : null;
  };
}
