/** Runs `npm run fovea` as a person would, and reads what it leaves. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../scripts/process/run.mjs";

const run = promisify(execFile);

/** The command line under some more environment; rejects with the program's code and words where it does not end well. */
export const foveaUnder = (environment: Readonly<Record<string, string>>, ...parameters: string[]) =>
  run(process.execPath, [join(root, "scripts", "fovea.mjs"), ...parameters], {
    cwd: root,
    env: { ...process.env, ...environment },
  });

export const fovea = (...parameters: string[]) => foveaUnder({}, ...parameters);

/** Ids of the processes below one, each with its command line, as `ps` lists them on Linux and macOS. */
async function processesBelow(
  id: number,
): Promise<readonly { readonly id: number; readonly command: string }[]> {
  const { stdout } = await run("ps", ["-axo", "pid=,ppid=,command="]);
  const listed = stdout.split("\n").flatMap((line) => {
    const [, own, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return own === undefined ? [] : [{ id: Number(own), parent: Number(parent), command }];
  });
  const below = (parent: number): typeof listed =>
    listed.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.id)]);
  return below(id);
}

/** Kills the pages of the browser that a command line started. */
export async function crashPages(id: number): Promise<void> {
  const pages = (await processesBelow(id)).filter(({ command }) => command.includes("--type=renderer"));
  for (const page of pages) process.kill(page.id, "SIGKILL");
}

/** A new empty folder. */
export const folder = () => mkdtempSync(join(tmpdir(), "fovea-"));

export const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8"));
