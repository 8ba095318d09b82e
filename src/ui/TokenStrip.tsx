/** The student's tokens, coloured by how much the teacher disagrees. */
import { shownRollout } from "../app/selectors.ts";
import type { Rollout } from "../evidence/rollout.ts";
import { useActions, useApp } from "./app-context.ts";
import { count } from "./format.ts";
import { inspect, useStrip } from "./inspected.ts";
import { Legend } from "./Legend.tsx";
import { outdated } from "./stale.ts";
import { Token } from "./Token.tsx";
import { useRoving } from "./use-roving.ts";

const ENDS: Readonly<Record<Rollout["end"], string>> = {
  stopToken: "",
  length: " · cut at the length limit",
  cancelled: " · stopped by you",
};

type TokenState = "selected" | "shown" | "plain";

export function TokenStrip() {
  const tokens = useStrip();
  const selection = useApp((state) => state.selection);
  const running = useApp((state) => state.run.kind);
  const session = useApp((state) => state.session);
  const { select } = useActions();
  const { ref, onKeyDown } = useRoving<HTMLDivElement>();
  const shown = inspect(selection, tokens);
  const rollout = useApp(shownRollout);
  const end = running !== "answering" && rollout !== null ? ENDS[rollout.end] : "";
  const stateOf = (index: number): TokenState => {
    if (shown?.index !== index) return "plain";
    return shown.chosen ? "selected" : "shown";
  };
  return (
    <section className="card strip" aria-labelledby="strip-title" data-part="tokens">
      <div className="card-head">
        <h2 id="strip-title">The student’s tokens</h2>
        <span className="card-note">
          {tokens.length > 0
            ? `${count(tokens.length, "token")}${end}`
            : "coloured by disagreement; below each, what the teacher would say"}
        </span>
      </div>
      <div
        className="tokens"
        role="listbox"
        aria-labelledby="strip-title"
        aria-orientation="horizontal"
        data-outdated={running !== "answering" && outdated(session) !== null}
        data-waiting={running === "replaying"}
        ref={ref}
        onKeyDown={onKeyDown}
      >
        {tokens.map((token) => (
          <Token
            key={token.index}
            index={token.index}
            text={token.text}
            divergence={token.divergence}
            teacherInstead={token.teacherInstead}
            state={stateOf(token.index)}
            tabStop={token.index === (shown?.index ?? 0)}
            onSelect={select}
          />
        ))}
      </div>
      <Legend tokens={tokens} shown={shown?.index ?? null} />
    </section>
  );
}
