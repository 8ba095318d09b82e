/** Uni-OPD's rewards of the shown sibling's tokens, before the shift (above) and after it (below). */
import { type CSSProperties, memo } from "react";
import type { Rollout } from "../../evidence/rollout.ts";
import { useActions, useApp } from "../app-context.ts";
import { decimal, spoken } from "../shared/format.ts";
import { useRoving } from "../shared/use-roving.ts";
import { Glyphs } from "../strip/Token.tsx";
import { GateFiles, type WeighedGroup } from "./GateFiles.tsx";

interface RewardProps {
  readonly index: number;
  readonly text: string;
  readonly before: number;
  readonly after: number;
  /** The largest absolute reward in the answer, for the colours. */
  readonly most: number;
  readonly selected: boolean;
  readonly tabStop: boolean;
  readonly onSelect: (index: number) => void;
}

/** The teacher's colour for tokens it prefers more than the student does, the student's for the rest. */
function Strip({ reward, most }: { reward: number; most: number }) {
  const strength = most === 0 ? 0 : Math.min(1, Math.abs(reward) / most);
  const style = { "--strength": `${100 * strength}%` } as CSSProperties;
  return <span className="reward-strip" data-side={reward >= 0 ? "teacher" : "student"} style={style} />;
}

const Reward = memo(function Reward(props: RewardProps) {
  const { index, text, before, after, most, selected, tabStop, onSelect } = props;
  return (
    <div
      className="reward"
      role="option"
      aria-selected={selected}
      aria-label={`Token ${index + 1}: ${spoken(text)}, reward ${decimal(before, 2)}, after the gate ${decimal(after, 2)} nats`}
      tabIndex={tabStop ? 0 : -1}
      onPointerEnter={() => onSelect(index)}
      onFocus={() => onSelect(index)}
    >
      <Strip reward={before} most={most} />
      <span className="reward-text">
        <Glyphs text={text} />
      </span>
      <Strip reward={after} most={most} />
    </div>
  );
});

interface RewardTokensProps extends WeighedGroup {
  readonly sibling: number;
  readonly rollout: Rollout;
}

export function RewardTokens({ reading, experiment, sibling, rollout }: RewardTokensProps) {
  const selection = useApp((state) => state.selection);
  const { select } = useActions();
  const { ref, onKeyDown } = useRoving<HTMLDivElement>();
  const rewards = reading.weights.trail.find((step) => step.of === "tokens" && step.symbol === "r");
  const before = rewards?.of === "tokens" ? (rewards.values[sibling] ?? []) : [];
  const after = reading.weights.perToken[sibling] ?? [];
  const most = Math.max(0, ...before.map(Math.abs), ...after.map(Math.abs));
  const at = selection !== null && selection < before.length ? selection : null;
  return (
    <div className="rewards">
      <div className="kit-label gate-figure-head">
        <span id="rewards-title">
          Token rewards of answer {sibling + 1}: before the gate (top) and after it (bottom)
        </span>
        <GateFiles
          reading={reading}
          experiment={experiment}
          title={`Token rewards of answer ${sibling + 1}`}
          name={`rewards-${sibling + 1}`}
          note={`r = ln q − ln p of each token, before the gate (top) and after it (bottom); full colour is ${decimal(most, 2)} nats, in the teacher’s colour where it prefers the token, in the student’s otherwise`}
          drawing={ref}
        />
      </div>
      <div
        className="reward-list"
        data-export=""
        role="listbox"
        aria-labelledby="rewards-title"
        aria-orientation="horizontal"
        ref={ref}
        onKeyDown={onKeyDown}
      >
        {before.map((reward, index) => (
          <Reward
            // biome-ignore lint/suspicious/noArrayIndexKey: tokens of one answer never change places.
            key={index}
            index={index}
            text={rollout.texts[index] ?? ""}
            before={reward}
            after={after[index] ?? 0}
            most={most}
            selected={index === at}
            tabStop={index === (at ?? 0)}
            onSelect={select}
          />
        ))}
      </div>
      <p className="hint">
        {at === null ? (
          <>
            <span className="key-teacher">preferred by the teacher</span>{" "}
            <span className="key-student">by the student</span>; full colour is {decimal(most, 2)} nats
          </>
        ) : (
          <>
            token {at + 1}: <span className="gate-formula">r</span> ={" "}
            <span className="number">{decimal(before[at] ?? null, 3)}</span>, after{" "}
            <span className="number">{decimal(after[at] ?? null, 3)}</span> nats
          </>
        )}
      </p>
    </div>
  );
}
