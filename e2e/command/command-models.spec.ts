/** Models of the hub from the command line, against the fake hub: fetched when asked, kept, and used again. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { requireChromium } from "../../scripts/process/chromium.mjs";
import { folder, foveaUnder } from "../support/command-line.ts";
import { expect } from "../support/fixtures.ts";
import { PUBLISHED, test } from "../support/hub-fixtures.ts";

test.describe.configure({ timeout: 180_000 });

/** A browser to which the hub's names are the fake hub's. */
function misled(port: number): string {
  const path = join(folder(), "chromium");
  const here = `127.0.0.1:${port}`;
  const flags = `"--host-resolver-rules=MAP huggingface.co ${here},MAP *.hf.co ${here}" --ignore-certificate-errors`;
  writeFileSync(path, `#!/bin/sh\nexec "${requireChromium()}" ${flags} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

test("a model is fetched only when asked, kept, and found again without the hub", async ({ hub }) => {
  const environment = { FOVEA_CHROMIUM: misled(hub.port), FOVEA_MODELS: folder() };
  const evaluate = (model: string, ...others: string[]) =>
    foveaUnder(environment, "evaluate", "--limit", "1", "--model", model, ...others);
  const model = `${PUBLISHED.name}:q4`;

  await expect(evaluate(model)).rejects.toMatchObject({
    code: 1,
    stderr: `${model} is not stored on this machine. Add --download to download it once.\n`,
  });
  expect(hub.requests).toEqual([]);

  const fetched = await evaluate(model, "--download");
  expect(fetched.stdout).toMatch(/fetching the model, MB/);
  expect(fetched.stdout).toMatch(/overall\s+1\s/);
  expect(hub.requests.some(({ path }) => path.endsWith("_q4.onnx"))).toBe(true);

  hub.requests.length = 0;
  const again = await evaluate(`${PUBLISHED.name}@${PUBLISHED.revision}`);
  expect(again.stdout).not.toMatch(/fetching/);
  expect(again.stdout).toMatch(/overall\s+1\s/);
  await expect(evaluate(`${PUBLISHED.name}:int8`)).rejects.toMatchObject({
    stderr: expect.stringContaining("is not stored on this machine"),
  });
  expect(hub.requests).toEqual([]);
  await expect(evaluate(`${PUBLISHED.name}:q2`, "--download")).rejects.toMatchObject({
    stderr: expect.stringContaining("has no q2. Available here:"),
  });
});
