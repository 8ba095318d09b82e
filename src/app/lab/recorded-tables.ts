/** Recorded tables of runs: those that are served with the page, and files. */
import * as v from "valibot";
import { faultFrom, type Outcome, success } from "../../base/outcome.ts";
import { openTable, type RecordedTable } from "../../lab/tables/document.ts";
import { siteUrl } from "../address.ts";

const FOLDER = "tables/";

/** The text of a file that is compressed by gzip, or of one that its server has decompressed. */
async function textOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const [first, second] = bytes;
  if (first !== 0x1f || second !== 0x8b) return new TextDecoder().decode(bytes);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/** Opens a recorded table, compressed or not. Faults: badInput, corrupt. */
export async function openTableFile(file: Blob): Promise<Outcome<RecordedTable>> {
  try {
    return openTable(await textOf(new Uint8Array(await file.arrayBuffer())));
  } catch (thrown) {
    return { ok: false, fault: faultFrom("corrupt", thrown, "Record the table again.") };
  }
}

async function fetched(name: string): Promise<RecordedTable | null> {
  const response = await fetch(siteUrl(`${FOLDER}${name}.jsonl.gz`));
  if (!response.ok) return null;
  const opened = await openTableFile(await response.blob());
  return opened.ok ? opened.value : null;
}

const listSchema = v.array(v.pipe(v.string(), v.regex(/^[\w-]+$/)));

/** The tables that are served with the page; none where the server has none, or cannot be reached. */
export async function servedTables(): Promise<Outcome<readonly RecordedTable[]>> {
  try {
    const list = v.safeParse(listSchema, await (await fetch(siteUrl(`${FOLDER}index.json`))).json());
    const found = await Promise.all((list.success ? list.output : []).map(fetched));
    return success(found.filter((table) => table !== null));
  } catch (thrown) {
    return {
      ok: false,
      fault: faultFrom("network", thrown, "Reload the page; training works without tables."),
    };
  }
}
