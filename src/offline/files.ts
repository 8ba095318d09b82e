/** The files of one build, kept by what is in them: a file of another build never stands in for one of this. */

/** A path from the page's folder on, and its SHA-256 in base64. */
export type BuiltFile = readonly [path: string, sha256: string];

export interface FileList {
  /** What the page needs to open. */
  readonly shell: readonly BuiltFile[];
  /** What comes with Fovea beside it. */
  readonly rest: readonly BuiltFile[];
}

export const PAGE = "index.html";

/** Sites of one host share what they keep; each has its own. */
const cacheOf = (root: string): string => `fovea ${root}`;

/** The names of files in here carry a hash, so an address never means another content. */
export const isHashed = (path: string): boolean => path.startsWith("assets/");

const keyOf = ([path, sha256]: BuiltFile, root: string): string =>
  `${new URL(path, root).href}?sha256=${encodeURIComponent(sha256)}`;

/**
 * Asks for a file and checks that it is the one of this build. The page itself is not checked, since some hosts add to it,
 * and is asked for by its folder, since some redirect from its name.
 */
function fetchFile([path, sha256]: BuiltFile, root: string): Promise<Response> {
  if (path === PAGE) return fetch(root, { cache: "no-cache" });
  return fetch(new URL(path, root), {
    integrity: `sha256-${sha256}`,
    cache: isHashed(path) ? "default" : "no-cache",
  });
}

/**
 * Keeps the files that are not kept yet, one after the other.
 * @throws where one cannot be had or is not of this build; those before it stay kept
 */
export async function keepFiles(files: readonly BuiltFile[], root: string): Promise<void> {
  const cache = await caches.open(cacheOf(root));
  for (const file of files) {
    const key = keyOf(file, root);
    if ((await cache.match(key, { ignoreVary: true })) !== undefined) continue;
    const response = await fetchFile(file, root);
    if (!response.ok) throw new Error(`${file[0]} answered ${response.status}`);
    await cache.put(key, response);
  }
}

/** What is kept of a file, with the headers that it came with. */
export function keptFile(file: BuiltFile, root: string): Promise<Response | undefined> {
  return caches.match(keyOf(file, root), { cacheName: cacheOf(root), ignoreVary: true });
}

/** Lets go of what other builds kept. */
export async function dropOthers(files: readonly BuiltFile[], root: string): Promise<void> {
  const ours = new Set(files.map((file) => keyOf(file, root)));
  const cache = await caches.open(cacheOf(root));
  for (const request of await cache.keys()) if (!ours.has(request.url)) await cache.delete(request);
}

/** The half of the rest that this browser needs: of ONNX Runtime's two builds, the one that src/engine/local/graph.ts chooses. */
export function neededHere(files: readonly BuiltFile[]): readonly BuiltFile[] {
  const other =
    "WebAssembly" in globalThis && "Suspending" in WebAssembly ? /asyncify.*\.wasm$/ : /jspi.*\.wasm$/;
  return files.filter(([path]) => !other.test(path));
}
