/** The text of a formula: a field whose words are coloured, with completion below it. */
import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { Problem } from "../../formula/syntax.ts";
import { type Candidate, candidatesAt, completed } from "./completion.ts";
import { piecesOf, placeWords } from "./highlight.ts";

interface FormulaFieldProps {
  readonly label?: string;
  readonly disabled?: boolean;
  readonly text: string;
  readonly problem: Problem | null;
  readonly onChange: (text: string) => void;
}

interface ListProps {
  readonly id: string;
  readonly candidates: readonly Candidate[];
  readonly active: number | null;
  readonly onChoose: (candidate: Candidate) => void;
}

function Candidates({ id, candidates, active, onChoose }: ListProps) {
  return (
    <div className="formula-candidates" role="listbox" id={id} aria-label="Names that fit">
      {candidates.map((candidate, at) => (
        <div
          key={candidate.name}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === active}
          tabIndex={-1}
          onPointerDown={(event) => {
            // The field keeps the focus.
            event.preventDefault();
            onChoose(candidate);
          }}
        >
          <code>{candidate.written}</code> <span className="hint">{candidate.about}</span>
        </div>
      ))}
    </div>
  );
}

/** The names that fit at the caret, and the keys that choose among them; without a choice, keys do what they always do. */
function useCompletion(text: string, onChange: (text: string) => void) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState<number | null>(null);
  const candidates = caret === null ? [] : candidatesAt(text, caret);
  const close = () => {
    setCaret(null);
    setActive(null);
  };
  const choose = (candidate: Candidate) => {
    const [next, to] = completed(text, caret ?? text.length, candidate);
    onChange(next);
    close();
    requestAnimationFrame(() => ref.current?.setSelectionRange(to, to));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (candidates.length === 0) return;
    const chosen = active === null ? undefined : candidates[active];
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: ((active ?? -1) + 1) % candidates.length,
      ArrowUp: ((active ?? candidates.length) - 1 + candidates.length) % candidates.length,
    };
    const moved = moves[event.key];
    if (event.key === "Escape") close();
    else if (moved !== undefined) setActive(moved);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen !== undefined) choose(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const typed = (next: string) => {
    setCaret(ref.current?.selectionStart ?? null);
    setActive(null);
    onChange(next);
  };
  return { ref, candidates, active, close, choose, onKeyDown, typed };
}

export function FormulaField({
  label = "Formula",
  disabled = false,
  text,
  problem,
  onChange,
}: FormulaFieldProps) {
  const id = useId();
  const { ref, candidates, active, close, choose, onKeyDown, typed } = useCompletion(text, onChange);
  const list = `${id}-list`;
  const open = candidates.length > 0;
  return (
    <div className="formula-field">
      <label className="kit-label" htmlFor={`${id}-text`}>
        {label}
      </label>
      <div className="formula-text">
        <pre aria-hidden="true">
          {piecesOf(text, problem).map(({ text: piece, kind, wrong }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change places.
            <span key={at} data-word={kind} data-wrong={wrong}>
              {piece}
            </span>
          ))}
          {"\n"}
        </pre>
        <textarea
          ref={ref}
          id={`${id}-text`}
          value={text}
          rows={1}
          disabled={disabled}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-autocomplete="list"
          aria-controls={open ? list : undefined}
          aria-activedescendant={open && active !== null ? `${list}-${active}` : undefined}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-problem`}
          data-control="formula"
          onChange={(event) => typed(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={close}
        />
      </div>
      {open && <Candidates id={list} candidates={candidates} active={active} onChoose={choose} />}
      <p className="formula-problem" id={`${id}-problem`} role="status">
        {problem !== null && `At ${placeWords(text, problem)}: ${problem.message}`}
      </p>
    </div>
  );
}
