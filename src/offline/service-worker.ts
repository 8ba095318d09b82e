/**
 * The service worker: the page opens without a network, and all that comes with Fovea works there. While there is a
 * network the page itself is asked for there, so that a new build is seen at once; everything else is taken from what is
 * kept. A host that cannot send headers still gets an isolated page, with threads, from the second visit on: what it does
 * not say is added here.
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
import type { SaidEvent, WorkerScope } from "./scope.ts";

/** Put in front of this file by scripts/build/offline.mjs once everything is built. */
declare const FOVEA_FILES: FileList;

/** How long the page is waited for where a network is there but does not answer, in milliseconds. */
const PATIENCE_MS = 3000;

const scope = self as unknown as WorkerScope;
const root = scope.registration.scope;
const { shell, rest } = FOVEA_FILES;
const files: ReadonlyMap<string, BuiltFile> = new Map([...shell, ...rest].map((file) => [file[0], file]));
const page: BuiltFile = files.get(PAGE) ?? [PAGE, ""];

/** Whether the network gave a page that is not of this build: then its data is not to be ours either. */
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

/** Two versions never run in two tabs over one set of files: with another tab open, the new one waits. */
async function takeOver(): Promise<void> {
  const tabs = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (tabs.length <= 1) await scope.skipWaiting();
}

async function hear({ data, source }: SaidEvent): Promise<void> {
  const said = data as ToWorker;
  // What could not be had now is asked for at the next visit.
  if (said.kind === "keep") await keepFiles(neededHere(rest), root).catch(() => undefined);
  else if (said.kind === "takeOver" || said.build === __FOVEA_BUILD__) await takeOver();
  else source?.postMessage({ kind: "newer" } satisfies FromWorker);
}

scope.addEventListener("install", (event) => event.waitUntil(keepFiles(shell, root)));

scope.addEventListener("activate", (event) =>
  event.waitUntil(dropOthers([...shell, ...rest], root).then(() => scope.clients.claim())),
);

scope.addEventListener("message", (event) => event.waitUntil(hear(event)));

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
