/** The engine keeps an image that the playground leaves, while a suite run needs it. */
import { beforeEach, expect, test, vi } from "vitest";
import type { ImageId } from "../../base/ids.ts";
import { fakeLocalEngine } from "../local-engine.testing.ts";
import { createAppServices } from "../services.ts";
import { createAppStore, type EngineState } from "../state.ts";
import { openFile } from "./image-actions.ts";

beforeEach(() => vi.stubGlobal("document", { baseURI: "http://localhost/" }));

test.each([true, false])("left by the playground, needed by a suite run: %s", async (needed) => {
  const store = createAppStore();
  const services = createAppServices(store);
  const removed: ImageId[] = [];
  services.client = {
    ...fakeLocalEngine("", () => undefined),
    removeImage: (id) => void removed.push(id),
  };
  store.setState({ engine: { kind: "ready" } as unknown as EngineState });
  await openFile(services, new Blob(["first"]), "first.png");
  const first = store.getState().session.plan?.image as ImageId;
  if (needed) services.inUse.add(first);
  await openFile(services, new Blob(["second"]), "second.png");
  expect(store.getState().session.plan?.image).not.toBe(first);
  expect(removed).toEqual(needed ? [] : [first]);
});
