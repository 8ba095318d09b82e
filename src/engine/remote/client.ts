/** The page's way to remote engines, below its own origin: which there are, and a connection to one. */
import * as v from "valibot";
import { type Outcome, success } from "../../base/outcome.ts";
import type { Pixels } from "../../view/pixels.ts";
import { createRemoteEngine, type RemoteEngine } from "./engine.ts";
import { createTransport, type Send } from "./http/transport.ts";
import { createImages, pngUrl } from "./images.ts";
import type { Place } from "./scoring/open-model.ts";

export type { RemoteEngine } from "./engine.ts";
export type { Place } from "./scoring/open-model.ts";

/** Without it Fovea's server passes nothing on: a page of another site cannot set it. */
const HEADERS = { "X-Fovea-Engine": "1" };

const places = v.array(v.object({ name: v.string(), host: v.string() }));

/** Whether the page's server passes requests on: it says so with every file, and a static host is asked for nothing else. */
async function hasEngines(root: URL): Promise<boolean> {
  if (!navigator.onLine) return false;
  const response = await fetch(root, { method: "HEAD", cache: "no-store" });
  return response.headers.has("X-Fovea-Engines");
}

/** The engines of the server that the page came from; none on a plain static host. */
export async function listEngines(root: URL): Promise<readonly Place[]> {
  try {
    if (!(await hasEngines(root))) return [];
    const response = await fetch(new URL("/engines/", root), { headers: HEADERS, cache: "no-store" });
    const found = v.safeParse(places, response.ok ? await response.json() : []);
    return found.success ? found.output.map(({ name, host }) => ({ engine: name, host })) : [];
  } catch {
    return [];
  }
}

function sender(root: URL, engine: string): Send {
  return async (path, body, signal) => {
    const request: RequestInit = { signal, redirect: "error", cache: "no-store", credentials: "omit" };
    const response = await fetch(new URL(`/engines/${engine}${path}`, root), {
      ...request,
      method: body === null ? "GET" : "POST",
      headers: body === null ? HEADERS : { ...HEADERS, "Content-Type": "application/json" },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
      text: await response.text(),
    };
  };
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}

/** The side of a probe's picture, in pixels. */
const SIDE = 32;

/** Stripes of a colour. */
function stripes(colour: readonly [number, number, number]): Pixels {
  const data = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
    const column = Math.floor(i / 3) % SIDE;
    return column % 8 < 4 ? (colour[i % 3] ?? 0) : 255;
  });
  return { width: SIDE, height: SIDE, data };
}

/** How many requests are under way at once, unless a person says otherwise. */
export const AT_ONCE = 4;

/** Connects to an engine of the page's server; nothing is sent before a model is opened. Faults: outOfMemory. */
export async function connectEngine(
  root: URL,
  place: Place,
  atOnce: number,
  mayDisclose: () => Promise<boolean>,
): Promise<Outcome<RemoteEngine>> {
  const [red, blue] = [await pngUrl(stripes([220, 40, 40])), await pngUrl(stripes([30, 60, 200]))];
  if (!red.ok) return red;
  if (!blue.ok) return blue;
  const title = `The engine ${place.engine}`;
  const transport = createTransport({ title, send: sender(root, place.engine), atOnce, wait });
  return success(
    createRemoteEngine({
      place,
      transport,
      images: createImages(pngUrl),
      pictures: [red.value, blue.value],
      build: __FOVEA_BUILD__,
      mayDisclose,
    }),
  );
}
