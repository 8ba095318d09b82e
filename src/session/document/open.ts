/** Turns an unknown value into a checked session of the current version. Never throws, never runs anything. */
import * as v from "valibot";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { migrations } from "../migrations/migrations.ts";
import { storedSession } from "../stored/session.ts";
import { CURRENT_SCHEMA, type SessionDocument } from "./document.ts";

const KEPT = "The file is unchanged.";

/** Whether an invalid JSON text only lacks its end: it stops inside a string, a list or an object. */
function isCutOff(text: string): boolean {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/gs, "");
  const count = (bracket: RegExp) => bare.match(bracket)?.length ?? 0;
  return bare.includes('"') || count(/[{[]/g) > count(/[}\]]/g);
}

/** Where JSON.parse failed, if the browser reports it. */
function placeOf(thrown: unknown): string {
  const at = /position (\d+)|line (\d+) column (\d+)/.exec(thrown instanceof Error ? thrown.message : "");
  return at === null ? "" : ` (${at[0]})`;
}

/**
 * Opens the text of a session's file. Faults: badInput (not a session at all), corrupt (cut off, or damaged inside),
 * unsupported (written by a newer Fovea).
 */
export function openSessionText(text: string): Outcome<SessionDocument> {
  const begun = text.replace(/^\uFEFF/, "").trimStart();
  if (begun === "") return failure("corrupt", "The session file is empty.", KEPT);
  if (!begun.startsWith("{"))
    return failure(
      "badInput",
      "This file is not a Fovea session.",
      "Choose a file that Fovea saved, ending in .json.",
    );
  try {
    return openSession(JSON.parse(begun));
  } catch (thrown) {
    return isCutOff(begun)
      ? failure(
          "corrupt",
          `The session file is cut off after ${text.length.toLocaleString("en")} characters: its end is missing.`,
          `Copy or download it again. ${KEPT}`,
        )
      : failure("corrupt", `The session file is damaged: it is not valid JSON${placeOf(thrown)}.`, KEPT);
  }
}

/** The version that a value states; null for what is no session. Version 1 had no mark except its fields. */
function versionOf(value: unknown): number | null {
  if (typeof value !== "object" || value === null) return null;
  const { format, schema } = value as { format?: unknown; schema?: unknown };
  if (typeof schema !== "number" || !Number.isInteger(schema) || schema < 1) return null;
  return format === "fovea-session" || (schema === 1 && "plan" in value && "image" in value) ? schema : null;
}

/** Every migration from the value's version on, in order. */
function migrated(value: unknown, from: number): Outcome<unknown> {
  let current = value;
  for (const migration of migrations.slice(from - 1)) {
    const next = migration.migrate(current);
    if (!next.ok) return next;
    current = next.value;
  }
  return success(current);
}

/** Opens an unknown value as a session; faults as `openSessionText`. */
export function openSession(value: unknown): Outcome<SessionDocument> {
  const version = versionOf(value);
  if (version === null)
    return failure(
      "badInput",
      "This file is not a Fovea session.",
      "Choose a file that Fovea saved, ending in .json.",
    );
  if (version > CURRENT_SCHEMA) {
    return failure(
      "unsupported",
      `This session was saved by a newer Fovea: it has version ${version}, and this one reads up to ${CURRENT_SCHEMA}.`,
      `Reload the page to get the newest Fovea, then open it again. ${KEPT}`,
    );
  }
  const current = migrated(value, version);
  if (!current.ok) return current;
  const parsed = v.safeParse(storedSession, current.value, { abortEarly: true });
  if (parsed.success) return success(parsed.output);
  const issue = parsed.issues[0];
  return failure(
    "corrupt",
    `The session is damaged: ${v.getDotPath(issue) ?? "the file"}: ${issue.message}`,
    KEPT,
  );
}
