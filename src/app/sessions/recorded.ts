/** The sessions that come with Fovea, recorded by the command line with its own models: one per scene. */
import * as v from "valibot";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { SessionDocument } from "../../session/document/document.ts";
import { openSessionText } from "../../session/document/open.ts";

/** A recorded session as listed. */
export interface Recording {
  /** The gallery's scene that it is about. */
  readonly scene: string;
  /** What it shows, in a few words. */
  readonly about: string;
  /** Beside the list. */
  readonly file: string;
}

const list = v.array(
  v.object({ scene: v.string(), about: v.string(), file: v.pipe(v.string(), v.regex(/^[\w.-]+$/)) }),
) satisfies v.GenericSchema<unknown, readonly Recording[]>;

const HINT = "The page works without it; reload to try again.";

async function fetched<T>(url: URL, read: (response: Response) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    const response = await fetch(url);
    if (!response.ok) return failure("notFound", `The recorded sessions answered ${response.status}.`, HINT);
    return await read(response);
  } catch (thrown) {
    return failure("network", `The recorded sessions could not be read: ${String(thrown)}`, HINT);
  }
}

/** The address of a scene's recorded session; the list states which scenes have one. */
export const fileOf = (scene: string): string => `sessions/${scene}.json`;

export function fetchRecordings(url: URL): Promise<Outcome<readonly Recording[]>> {
  return fetched(url, async (response) => {
    const parsed = v.safeParse(list, await response.json());
    return parsed.success
      ? success(parsed.output)
      : failure("corrupt", "The list of recorded sessions is not usable.", HINT);
  });
}

export function fetchRecording(url: URL): Promise<Outcome<SessionDocument>> {
  return fetched(url, async (response) => openSessionText(await response.text()));
}
