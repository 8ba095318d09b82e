/** A connection to a remote engine of the page's server, below the page's own origin. */
import { type Outcome, success } from "../../base/outcome.ts";
import { sleep } from "../../base/signal.ts";
import type { Pixels } from "../../view/pixels.ts";
import { createRemoteEngine, type RemoteEngine } from "./engine.ts";
import { createTransport, type Pause, type Send } from "./http/transport.ts";
import { createImages, pngUrl } from "./images.ts";
import { HEADERS } from "./places.ts";
import type { Place } from "./scoring/open-model.ts";

export type { RemoteEngine } from "./engine.ts";
export type { Pause } from "./http/transport.ts";

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

/** Connects to an engine of the page's server; nothing is sent before a model is opened. Faults: outOfMemory. */
export async function connectEngine(
  root: URL,
  place: Place,
  atOnce: () => number,
  mayDisclose: () => Promise<boolean>,
  onPause: (pause: Pause | null) => void,
): Promise<Outcome<RemoteEngine>> {
  const [red, blue] = [await pngUrl(stripes([220, 40, 40])), await pngUrl(stripes([30, 60, 200]))];
  if (!red.ok) return red;
  if (!blue.ok) return blue;
  const title = `The engine ${place.engine}`;
  const transport = createTransport({
    title,
    send: sender(root, place.engine),
    atOnce,
    wait: sleep,
    onPause,
  });
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
