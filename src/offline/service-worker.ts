/**
 * The service worker: the page and everything that comes with Fovea work offline. If there is a network, the page itself is
 * requested first, so that a new build is seen at once; everything else comes from the cache. On a host that cannot send
 * headers the page is still isolated, with threads, from the second visit on, because the headers are added here.
 */
import {
  type BuiltFile,
  dropOthers,
  type FileList,
  isHashed,
  keepFiles,
  keptFile,
  neededHere,
  PAGE,
} from "./files.ts";
import { isolated } from "./isolated.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import type { WorkerMessageEvent, WorkerScope } from "./scope.ts";

/** Put in front of this file by scripts/build/offline.mjs once everything is built. */
declare const FOVEA_FILES: FileList;

/** How long to wait for the page on a network that does not answer, in milliseconds. */
const PATIENCE_MS = 3000;

const scope = self as unknown as WorkerScope;
const root = scope.registration.scope;
const { shell, rest } = FOVEA_FILES;
const files: ReadonlyMap<string, BuiltFile> = new Map([...shell, ...rest].map((file) => [file[0], file]));
const page: BuiltFile = files.get(PAGE) ?? [PAGE, ""];

/** Whether the network returned a page of another build; then its data must not be ours either. */
let foreignPage = false;
const isOutdated = (): boolean => foreignPage || scope.registration.waiting !== null;

async function openPage(): Promise<Response> {
  const kept = await keptFile(page, root);
  try {
    const response = await fetch(root, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) return kept ?? response;
    foreignPage = (await response.clone().text()) !== (await kept?.clone().text());
    return response;
  } catch {
    return kept ?? Response.error();
  }
}

async function openFile(file: BuiltFile, request: Request): Promise<Response> {
  const kept = await keptFile(file, root);
  if (kept === undefined) return fetch(request);
  if (isHashed(file[0]) || !isOutdated()) return kept;
  return fetch(request).catch(() => kept);
}

/** Two versions must never run in two tabs over the same files, so a new version waits while another tab is open. */
async function takeOver(): Promise<void> {
  const tabs = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (tabs.length <= 1) await scope.skipWaiting();
}

async function receive({ data, source }: WorkerMessageEvent): Promise<void> {
  const message = data as ToWorker;
  // Files that are not available now are requested on the next visit.
  if (message.kind === "keep") await keepFiles(neededHere(rest), root).catch(() => undefined);
  else if (message.kind === "takeOver" || message.build === __FOVEA_BUILD__) await takeOver();
  else source?.postMessage({ kind: "newer" } satisfies FromWorker);
}

scope.addEventListener("install", (event) => event.waitUntil(keepFiles(shell, root)));

scope.addEventListener("activate", (event) =>
  event.waitUntil(dropOthers([...shell, ...rest], root).then(() => scope.clients.claim())),
);

scope.addEventListener("message", (event) => event.waitUntil(receive(event)));

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const [address = ""] = request.url.split(/[?#]/);
  if (request.method !== "GET" || !address.startsWith(root) || request.headers.has("range")) return;
  const path = decodeURI(address.slice(root.length));
  if (path === "" || path === PAGE) event.respondWith(openPage().then(isolated));
  else {
    const file = files.get(path);
    if (file !== undefined) event.respondWith(openFile(file, request).then(isolated));
  }
});
