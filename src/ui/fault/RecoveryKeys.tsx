/** The ways to recover from a fault, the most likely first. */
import { type Met, type Recovery, recoveriesFrom } from "../../app/recovery.ts";
import type { Fault } from "../../base/outcome.ts";
import { useActions, useApp } from "../app-context.ts";

const WORDS: Readonly<Record<Recovery, string>> = {
  restart: "Restart the engine",
  runOnWasm: "Run the model on wasm",
  otherModel: "Choose another model",
  loadAgain: "Try again",
  answerAgain: "Answer again",
};

export function RecoveryKeys({ fault, met }: { readonly fault: Fault; readonly met: Met }) {
  const names = useApp((state) => recoveriesFrom(fault, met, state).join(" "));
  const { recover } = useActions();
  return (names.split(" ") as Recovery[])
    .filter((name) => name in WORDS)
    .map((recovery, i) => (
      <button
        key={recovery}
        type="button"
        className={i === 0 ? "primary" : "secondary"}
        onClick={() => void recover(recovery)}
      >
        {WORDS[recovery]}
      </button>
    ));
}
