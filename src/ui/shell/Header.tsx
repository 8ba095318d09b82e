/** The header: name, tagline, places, and the chip that shows the chosen backends. */
import { lazy } from "react";
import type { AppState } from "../../app/state.ts";
import { useActions, useApp } from "../app-context.ts";
import { Part } from "../fault/Part.tsx";
import { LessonsKey } from "../lessons/LessonsKey.tsx";
import { DevicePanel } from "../models/DevicePanel.tsx";
import { SessionKeys } from "../sessions/SessionKeys.tsx";
import { Places } from "./Places.tsx";
import { ShortcutsKey } from "./ShortcutsKey.tsx";
import { usePlace } from "./use-place.ts";
import { MODEL_BACKENDS, NUMBER_BACKENDS } from "./words.ts";

const ModelsDialog = lazy(async () => ({
  default: (await import("../models/ModelsDialog.tsx")).ModelsDialog,
}));

function chipWords(engine: AppState["engine"], model: AppState["model"]): string {
  if (engine.kind === "starting") return "Engine starting";
  if (engine.kind === "lost") return "Engine stopped";
  const title = model.kind === "ready" ? model.facts.title : "No model yet";
  const { report } = engine;
  const served = model.kind === "ready" ? model.facts.served : null;
  const place = served?.engine ?? MODEL_BACKENDS[report.model.backend];
  return `${title} · model on ${place} · metrics in ${NUMBER_BACKENDS[report.numbers.backend]}`;
}

export function Header() {
  const engine = useApp((state) => state.engine);
  const model = useApp((state) => state.model);
  const modelsOpen = useApp((state) => state.models.open);
  const place = usePlace();
  const { models } = useActions();
  const lost = engine.kind === "lost" || model.kind === "failed";
  const working = lost ? "lost" : "starting";
  const state = engine.kind === "ready" && model.kind === "ready" ? "ready" : working;
  return (
    <header className="masthead">
      <h1 className="wordmark" aria-label="Fovea">
        <span aria-hidden="true">
          Fove<span className="wordmark-spot">a</span>
        </span>
      </h1>
      <Places />
      <LessonsKey />
      <button type="button" className="pill pill-strong" aria-haspopup="dialog" onClick={models.open}>
        Models…
      </button>
      <p className="tagline">One small model looks twice. Where does a closer look change its mind?</p>
      <DevicePanel
        trigger={
          <button type="button" className="pill chip" data-state={state}>
            <span className="chip-dot" aria-hidden="true" />
            <span className="chip-words">{chipWords(engine, model)}</span>
            <span className="visually-hidden">: what runs where, and why</span>
          </button>
        }
      />
      {place === "playground" && <SessionKeys />}
      <ShortcutsKey />
      {modelsOpen && (
        <Part name="The list of models">
          <ModelsDialog />
        </Part>
      )}
    </header>
  );
}
