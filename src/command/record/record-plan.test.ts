/** What a recorded session says of the pictures that a command named. */
import { expect, test, vi } from "vitest";
import { createFakeEngine } from "../../engine/fake-engine.testing.ts";
import { openImage } from "./record-plan.ts";

test.each(["/home/someone/pictures/street.png", "C:\\Users\\someone\\street.png", "street.png"])(
  "a picture that was named %s is listed as street.png",
  async (name) => {
    vi.stubGlobal("document", { baseURI: "http://localhost/" });
    const opened = await openImage(createFakeEngine(), { url: "data:image/png;base64,AAAA", name }, false);
    if (!opened.ok) throw new Error(opened.fault.message);
    const { listed } = opened.value;
    expect(listed).toMatchObject({ name: "street.png", alt: "The image street.png" });
    expect(JSON.stringify(listed)).not.toContain("someone");
  },
);
