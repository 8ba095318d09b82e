/** The files of one build, cached by their content: a file of another build is never used for one of this build. */

/** A path relative to the page's folder, and its SHA-256 in base64. */
export type BuiltFile = readonly [path: string, sha256: string];

export interface FileList {
  /** The files that the page needs to open. */
  readonly shell: readonly BuiltFile[];
  /** All other files that come with Fovea. */
  readonly rest: readonly BuiltFile[];
}

export const PAGE = "index.html";

/** Sites of one host share the cache storage, so each has a cache of its own. */
const cacheOf = (root: string): string => `fovea ${root}`;

/** The names of these files contain a hash, so an address always has the same content. */
export const isHashed = (path: string): boolean => path.startsWith("assets/");

const keyOf = ([path, sha256]: BuiltFile, root: string): string =>
  `${new URL(path, root).href}?sha256=${encodeURIComponent(sha256)}`;

/**
 * Fetches a file and checks that it belongs to this build. The page itself is not checked, since some hosts add to it, and
 * it is requested by its folder, since some hosts redirect from its name.
 */
function fetchFile([path, sha256]: BuiltFile, root: string): Promise<Response> {
  if (path === PAGE) return fetch(root, { cache: "no-cache" });
  return fetch(new URL(path, root), {
    integrity: `sha256-${sha256}`,
    cache: isHashed(path) ? "default" : "no-cache",
  });
}

/**
 * Caches the files that are not cached yet, one after the other.
 * @throws if a file is not available or not of this build; the files before it stay cached
 */
export async function keepFiles(files: readonly BuiltFile[], root: string): Promise<void> {
  const cache = await caches.open(cacheOf(root));
  for (const file of files) {
    const key = keyOf(file, root);
    if ((await cache.match(key, { ignoreVary: true })) !== undefined) continue;
    const response = await fetchFile(file, root);
    if (!response.ok) throw new Error(`${file[0]}: status ${response.status}`);
    await cache.put(key, response);
  }
}

/** The cached response for a file, with its original headers. */
export function keptFile(file: BuiltFile, root: string): Promise<Response | undefined> {
  return caches.match(keyOf(file, root), { cacheName: cacheOf(root), ignoreVary: true });
}

/** Deletes the cached files of other builds. */
export async function dropOthers(files: readonly BuiltFile[], root: string): Promise<void> {
  const ours = new Set(files.map((file) => keyOf(file, root)));
  const cache = await caches.open(cacheOf(root));
  for (const request of await cache.keys()) if (!ours.has(request.url)) await cache.delete(request);
}

/** The files that this browser needs: of ONNX Runtime's two builds only the one that src/engine/local/graph.ts chooses. */
export function neededHere(files: readonly BuiltFile[]): readonly BuiltFile[] {
  const other =
    "WebAssembly" in globalThis && "Suspending" in WebAssembly ? /asyncify.*\.wasm$/ : /jspi.*\.wasm$/;
  return files.filter(([path]) => !other.test(path));
}
