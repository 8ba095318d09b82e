/** Files of the disk, served beside the page while a command runs. */

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import process from "node:process";
import { listEngines } from "../engines/list.mjs";
import { refuse } from "./refuse.mjs";
import { wholeNumber } from "./values.mjs";

/** @typedef {import("../../src/command/model/open-model.ts").ModelRequest} ModelRequest */
/** @typedef {import("../../src/command/suite/open-suite.ts").SuiteRequest} SuiteRequest */
/** @typedef {import("./values.mjs").Values} Values */

/** Endings of lists: of several in one folder, only the one that was named is the suite. */
const LISTS = new Set([".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet"]);

/**
 * Every file below a folder with its path in it; what systems and tools leave behind is no one's picture.
 * @returns {Generator<string>}
 */
function* filesBelow(/** @type {string} */ folder, /** @type {string} */ within = folder) {
  for (const entry of readdirSync(within, { withFileTypes: true })) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = join(within, entry.name);
    if (entry.isDirectory()) yield* filesBelow(folder, path);
    else yield relative(folder, path).split(sep).join("/");
  }
}

/** The engine that --engine names. @returns {readonly import("../engines/list.mjs").RemoteEngine[]} */
function enginesOf(/** @type {string | undefined} */ engine) {
  try {
    return engine === undefined ? [] : listEngines([engine], { ...process.env, FOVEA_ENGINES: "" });
  } catch (error) {
    return refuse(`--engine: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The files of an adapter in a folder, with the addresses under which it is mounted. @returns {ModelRequest} */
function adapterIn(
  /** @type {string} */ folder,
  /** @type {(folder: string) => (path: string) => string} */ mount,
) {
  const addressOf = mount(folder);
  const files = readdirSync(folder).filter((name) => name.startsWith("adapter_"));
  return { kind: "adapter", files: files.map((path) => ({ path, url: addressOf(path) })) };
}

/** How many requests to an engine are under way at once. */
const AT_ONCE = 4;

/** Folders outside the built page, each under an address of its own, and the engine that is asked in a model's stead. */
export function createMounts(/** @type {Values} */ values = {}) {
  const engines = enginesOf(values["engine"]);
  const atOnce = wholeNumber(values, "at-once") ?? AT_ONCE;
  /** @type {Record<string, string>} */
  const mounts = {};
  const mount = (/** @type {string} */ folder) => {
    const name = `mounted-${Object.keys(mounts).length}`;
    mounts[name] = folder;
    return (/** @type {string} */ path) => `${name}/${path.split("/").map(encodeURIComponent).join("/")}`;
  };
  /** The address of a file on disk, relative to the page's; its neighbours are served with it. */
  const file = (/** @type {string} */ path, /** @type {string} */ what) => {
    const absolute = resolve(path);
    if (!existsSync(absolute) || !statSync(absolute).isFile())
      return refuse(`There is no ${what} at ${absolute}.`);
    return mount(dirname(absolute))(basename(absolute));
  };
  /** The address of a model's manifest; where it shares a file with a model beside it, its folder's neighbours are served too. */
  const manifestAt = (/** @type {string} */ path) => {
    const shares = /"at"\s*:\s*"\.\.\//.test(readFileSync(path, "utf8"));
    const folder = dirname(path);
    return shares ? mount(dirname(folder))(`${basename(folder)}/manifest.json`) : file(path, "manifest");
  };
  let keeps = false;
  return {
    mounts,
    /** Whether a model of the hub is wanted. */
    get keeps() {
      return keeps;
    },
    engines,
    file,
    /** A model of --engine; else a folder on disk, of a model or of an adapter of a bundled one, a bundled model by its id, or a model of the hub by its name. @returns {ModelRequest} */
    model(/** @type {string | undefined} */ named, /** @type {boolean} */ download) {
      const [served] = engines;
      if (served !== undefined) return { kind: "served", engine: served.name, model: named ?? null, atOnce };
      const model = named ?? "fovea-mini";
      const path = join(resolve(model), "manifest.json");
      if (existsSync(path)) return { kind: "site", manifest: manifestAt(path) };
      if (existsSync(join(resolve(model), "adapter_config.json"))) return adapterIn(resolve(model), mount);
      if (/^[./\\]/.test(model))
        return refuse(`There is no manifest.json and no adapter_config.json in ${resolve(model)}.`);
      if (!model.includes("/"))
        return { kind: "site", manifest: `models/${encodeURIComponent(model)}/manifest.json` };
      keeps = true;
      return { kind: "hub", name: model, download };
    },
    /** A list beside its pictures, a folder, or a zip archive. @returns {SuiteRequest} */
    suite(/** @type {string} */ path, /** @type {Values} */ values) {
      const { key = null, boxes = null, columns = null } = values;
      const said = { key, boxes, columns };
      const absolute = resolve(path);
      if (extname(absolute).toLowerCase() === ".zip")
        return {
          title: basename(absolute, extname(absolute)),
          archive: file(absolute, "suite"),
          files: [],
          ...said,
        };
      const whole = existsSync(absolute) && statSync(absolute).isDirectory();
      if (!whole) file(absolute, "suite");
      const folder = whole ? absolute : dirname(absolute);
      const addressOf = mount(folder);
      const isPart = (/** @type {string} */ each) =>
        whole || each === basename(absolute) || !LISTS.has(extname(each).toLowerCase());
      const files = [...filesBelow(folder)].filter(isPart).sort();
      return {
        title: basename(folder),
        archive: null,
        files: files.map((each) => ({ path: each, url: addressOf(each) })),
        ...said,
      };
    },
  };
}
