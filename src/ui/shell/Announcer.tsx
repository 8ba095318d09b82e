/** Announces starts and results to screen readers, not every token. */
import { useEffect, useState } from "react";
import { shownExperiment } from "../../session/derived.ts";
import { useApp } from "../app-context.ts";
import { largestDisagreement, useStrip } from "../inspector/inspected.ts";
import { decimal, sentence, spoken } from "../shared/format.ts";

/** Changes that follow each other faster than this are announced once. */
const REST_MS = 400;

function useWords(): string {
  const tokens = useStrip();
  const run = useApp((state) => state.run.kind);
  const model = useApp((state) => state.model.kind);
  const teacherTexts = useApp(({ session }) => shownExperiment(session)?.teacherAnswer?.texts);
  if (run === "answering") return "The student is answering.";
  if (run === "teaching") return "The teacher is answering.";
  if (run === "replaying") return "The other sides score the answer.";
  if (tokens.length === 0) return model === "ready" ? "The model is ready." : "";
  const text = sentence(tokens.map((token) => token.text));
  const teacher = teacherTexts === undefined ? "" : ` The teacher answers: ${sentence(teacherTexts)}`;
  const differing = tokens.filter((token) => token.teacherInstead !== null).length;
  const largest = tokens[largestDisagreement(tokens) ?? -1];
  if (largest === undefined) return `The student answers: ${text}${teacher}`;
  return (
    `The student answers: ${text}${teacher} The teacher prefers another token at ${differing} of ${tokens.length} positions; ` +
    `they disagree most at token ${largest.index + 1}, ${spoken(largest.text)}, by ${decimal(largest.divergence, 2)} nats.`
  );
}

export function Announcer() {
  const words = useWords();
  const [announced, setAnnounced] = useState("");
  useEffect(() => {
    const timer = window.setTimeout(() => setAnnounced(words), REST_MS);
    return () => window.clearTimeout(timer);
  }, [words]);
  return (
    <p className="visually-hidden" role="status" data-testid="announcer">
      {announced}
    </p>
  );
}
