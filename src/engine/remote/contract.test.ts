/** The engine contract over a served model, by every route. */
import { engineContract } from "../engine-contract.testing.ts";
import { createFakeRemote } from "./fake-remote.testing.ts";

const SERVERS = {
  "a server that takes token ids": { scaleOut: true },
  "a server that takes texts": { scaleOut: false },
  "an SGLang server": { native: true },
};

for (const [title, server] of Object.entries(SERVERS))
  engineContract(title, async () => {
    const { engine } = createFakeRemote(server);
    const opened = await engine.open("small", new AbortController().signal);
    if (!opened.ok || opened.value === null) throw new Error(opened.ok ? "stopped" : opened.fault.message);
    return { engine, model: opened.value, image: Uint8Array.of(3, 1, 4, 1, 5).buffer };
  });
