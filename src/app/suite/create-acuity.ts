/** The state and actions of the page of acuity curves, over the page's own services. */
import { startPainter } from "../../acuity/painter/painter.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { imageOf } from "../../session/derived.ts";
import { type AcuityActions, createAcuityActions } from "../acuity/acuity-actions.ts";
import { type AcuityStore, createAcuityStore, type OwnPicture } from "../acuity/acuity-state.ts";
import { BROWSER_KEEPING } from "../acuity/kept.ts";
import { siteUrl } from "../address.ts";
import { rightAnswerTo } from "../run/known-answer.ts";
import type { AppServices } from "../services.ts";
import { createRespondent, learnCard } from "./create-respondent.ts";

export interface AcuityHandle {
  readonly store: AcuityStore;
  readonly actions: AcuityActions;
}

/** What the playground shows; the answer is empty where the right one is not known. Fault badInput. */
function playgroundPicture({ store, held }: AppServices): Outcome<OwnPicture> {
  const state = store.getState();
  const { plan } = state.session;
  const image = imageOf(state.session);
  const file = plan === null ? undefined : held.get(plan.image);
  if (plan === null || image === null || file === undefined)
    return failure(
      "badInput",
      "The playground shows no image.",
      "Open one there, and draw the evidence box.",
    );
  const right = rightAnswerTo(state, plan);
  const answer = right?.evidence[0] ?? right?.answer ?? "";
  const { id, name, size } = image;
  const subject = { name, sha256: id, size, box: plan.box, question: plan.question, answer };
  return success({ subject, file: file.blob });
}

async function fetchText(url: URL): Promise<Outcome<string>> {
  try {
    const response = await fetch(url);
    if (response.ok) return success(await response.text());
    return failure("notFound", `The recorded measurement answered ${response.status}.`);
  } catch (thrown) {
    return failure("network", `The recorded measurement could not be read: ${String(thrown)}`);
  }
}

export function createAcuity(services: AppServices): AcuityHandle {
  const store = createAcuityStore();
  const modelNow = () => {
    const { model } = services.store.getState();
    store.setState({ model: model.kind === "ready" ? model.facts : null });
  };
  modelNow();
  services.store.subscribe(({ model }, before) => {
    if (model !== before.model) modelNow();
  });
  const actions = createAcuityActions({
    jobs: services.jobs,
    store,
    keeping: BROWSER_KEEPING,
    painter: () => startPainter(siteUrl("")),
    respondent(files, signal) {
      const { model } = services.store.getState();
      if (model.kind !== "ready") return null;
      const keeps = () => services.store.getState().session.plan?.image ?? null;
      return createRespondent(services.engines, model.facts, files, keeps, signal, services.inUse);
    },
    card: learnCard,
    recorded: (name) => fetchText(siteUrl(`acuity/${name}.json`)),
    playground: () => playgroundPicture(services),
  });
  return { store, actions };
}
