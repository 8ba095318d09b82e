/** For tests: a remote engine over a fake server, with pictures that are their pixels' text. */
import type { ImageId } from "../../base/ids.ts";
import { failure, success } from "../../base/outcome.ts";
import type { Pixels } from "../../view/pixels.ts";
import type { ImageStore } from "../local/images/images.ts";
import { createRemoteEngine, type RemoteEngine, type RemoteSettings } from "./engine.ts";
import { createFakeServer, type FakeServer, type FakeServerSettings } from "./http/fake-server.testing.ts";
import { createTransport } from "./http/transport.ts";
import { createImages } from "./images.ts";

const SIZE = { width: 24, height: 16 };

/** Pixels that follow from any bytes. */
export function anyImages(): ImageStore {
  const held = new Map<ImageId, Pixels>();
  return {
    async add(id, bytes) {
      const given = new Uint8Array(bytes);
      const count = SIZE.width * SIZE.height * 3;
      const data = Uint8Array.from({ length: count }, (_, i) => (given[i % given.length] ?? 0) + i);
      held.set(id, { ...SIZE, data });
      return success({ size: SIZE, format: "PNG", animated: false, notes: [] });
    },
    get(id) {
      const pixels = held.get(id);
      return pixels === undefined
        ? failure("notFound", "The engine does not hold this image.")
        : success(pixels);
    },
    remove: (id) => void held.delete(id),
  };
}

export interface FakeRemote {
  readonly engine: RemoteEngine;
  readonly server: FakeServer;
  /** How long it waited before it asked again, in milliseconds. */
  readonly waits: number[];
}

export function createFakeRemote(
  server: FakeServerSettings = {},
  more: Partial<RemoteSettings> & { atOnce?(): number } = {},
): FakeRemote {
  const fake = createFakeServer(server);
  const waits: number[] = [];
  const { atOnce = () => 4, ...settings } = more;
  const transport = createTransport({
    title: "The engine lab",
    send: fake.send,
    atOnce,
    wait: async (milliseconds) => void waits.push(milliseconds),
    onPause: () => undefined,
  });
  const encode = async ({ data, width }: Pixels) =>
    success(`data:image/png;base64,${width}${[...data.subarray(0, 24)].join("")}`);
  const engine = createRemoteEngine({
    place: { engine: "lab", host: "127.0.0.1:8000" },
    transport,
    images: createImages(encode, anyImages()),
    pictures: ["data:image/png;base64,AAAA", "data:image/png;base64,BBBB"],
    build: "test",
    mayDisclose: async () => true,
    ...settings,
  });
  return { engine, server: fake, waits };
}
