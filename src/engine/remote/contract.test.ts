/** The engine contract over a served model, by either route. */
import { engineContract } from "../engine-contract.testing.ts";
import { createFakeRemote } from "./fake-remote.testing.ts";

for (const scaleOut of [true, false])
  engineContract(scaleOut ? "a server that takes token ids" : "a server that takes texts", async () => {
    const { engine } = createFakeRemote({ scaleOut });
    const opened = await engine.open("small", new AbortController().signal);
    if (!opened.ok || opened.value === null) throw new Error(opened.ok ? "stopped" : opened.fault.message);
    return { engine, model: opened.value, image: Uint8Array.of(3, 1, 4, 1, 5).buffer };
  });
