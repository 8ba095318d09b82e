/**
 * A model in a link: a bundled one by its name (`fovea-nano`), a hub model by repository, commit and precision
 * (`OWNER/NAME@COMMIT-q4`). A model from a person's own disk is never in a link.
 */
import type { ModelId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";

export type LinkedModel =
  | { readonly kind: "bundled"; readonly id: ModelId }
  | {
      readonly kind: "hub";
      /** OWNER/NAME. */
      readonly repository: string;
      /** All 40 digits of the commit: only these identify the files. */
      readonly revision: string;
      /** The model's id once it is stored. */
      readonly id: ModelId;
    };

const BUNDLED = /^[a-z][a-z0-9-]{0,63}$/;
const HUB = /^([\w.-]{1,96}\/[\w.-]{1,96})@([0-9a-f]{40})-([\w.-]{1,64})$/;

/** Number of digits of the commit in a model's id. */
const SHORT = 12;

/** Faults: badInput. */
export function readModel(text: string): Outcome<LinkedModel> {
  if (BUNDLED.test(text)) return success({ kind: "bundled", id: text as ModelId });
  const [, repository, revision, mix] = HUB.exec(text) ?? [];
  if (repository === undefined || revision === undefined || repository.includes(".."))
    return failure("badInput", `The link's model is “${text}”, which is not OWNER/NAME@COMMIT-PRECISION.`);
  const id = `${repository}@${revision.slice(0, SHORT)}-${mix}` as ModelId;
  return success({ kind: "hub", repository, revision, id });
}

/** A stored hub model as a link names it; null where its id and its commit do not belong together. */
export function hubModel(id: ModelId, repository: string, revision: string): string | null {
  const short = `${repository}@${revision.slice(0, SHORT)}-`;
  const text = `${repository}@${revision}-${id.slice(short.length)}`;
  return id.startsWith(short) && HUB.test(text) ? text : null;
}
