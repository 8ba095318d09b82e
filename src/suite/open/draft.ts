/** What a row says, before its images are looked for and its box is read. */

import type { DraftBox } from "./boxes/boxes-field.ts";
import type { AnswerKey, Correct } from "./choices/answer-key.ts";
import type { Choices } from "./choices/choices.ts";

/** A row of one of the suite's lists, before anyone knows what it means. */
export interface Row {
  /** The list's path. */
  readonly list: string;
  /** Where it stands, for a person: "items.jsonl, line 12". */
  readonly place: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Whether a person said which of its columns is what. */
  readonly mapped?: true;
}

/** A row that is left out, and why. */
export interface BrokenRow {
  readonly place: string;
  readonly reason: string;
}

/** The shapes of records that are recognised. */
export type Shape = "fovea" | "zoomBench" | "vStar" | "chat" | "plain";

/** How the image is given: by a name, or as the file beside the record. */
export type ImageReference = { readonly kind: "named"; readonly name: string } | { readonly kind: "beside" };

/** The right answer: as the record states it, to be read as the whole suite's, or known from the shape of the record. */
export type DraftKey =
  | { readonly kind: "stated"; readonly key: AnswerKey }
  | { readonly kind: "known"; readonly correct: Correct; readonly answer: string };

export interface Draft {
  readonly row: Row;
  readonly shape: Shape;
  /** Null where the record names none; it then gets one from its picture and question. */
  readonly id: string | null;
  readonly image: ImageReference;
  readonly dimension: string;
  readonly question: string;
  readonly key: DraftKey;
  readonly evidence: readonly string[];
  readonly choices: Choices;
  /** Boxes whose numbers are not yet understood; several together are one evidence region. */
  readonly boxes: readonly DraftBox[];
  /** The supplied close-up, where there is one. */
  readonly crop: string | null;
}

/** Either what a row says or why it says nothing. */
export type DraftOrReason = { readonly draft: Draft } | { readonly reason: string };
