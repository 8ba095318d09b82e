/**
 * The models of links: writing those in use into a link, and opening them. A bundled model is set up; a hub model is only
 * offered, since nothing is fetched from there before the person agrees.
 */
import type { ModelId } from "../../base/ids.ts";
import type { Plan } from "../../evidence/views/plan.ts";
import type { ModelTexts, SessionLink } from "../../session/link/link.ts";
import { hubModel, type LinkedModel } from "../../session/link/link-models.ts";
import { HUB, parseHubAddress } from "../../source/source.ts";
import { siteUrl } from "../address.ts";
import { BUNDLED, BUNDLED_MODELS } from "../models/bundled.ts";
import { ask, change } from "../models/model-services.ts";
import type { AskedModel } from "../models/models-state.ts";
import { type AppServices, bundledSource, complain } from "../services.ts";

const bundled = (id: ModelId) => BUNDLED_MODELS.find((model) => model.id === id);

/** The address that a stored model was downloaded from; null for a copy of somebody's folder. */
async function keptText(services: AppServices, id: ModelId): Promise<string | null> {
  if (services.source.kind === "files" && services.store.getState().session.plan?.model === id) return null;
  const stock = await ask(services, (models) => models.stock(siteUrl("models/published.json").href));
  const kept = stock.ok ? stock.value.kept.find((model) => model.id === id) : undefined;
  if (kept?.order?.kind !== "hub" || !kept.source.startsWith(`${HUB}/`)) return null;
  const address = parseHubAddress(kept.source);
  return address.ok ? hubModel(id, address.value.repository, address.value.revision) : null;
}

/** The plan's models as a link writes them, and whether all of them could be written. */
export async function modelTexts(
  services: AppServices,
  plan: Plan | null,
): Promise<ModelTexts & { whole: boolean }> {
  if (plan === null) return { model: null, teacher: null, whole: true };
  const textOf = async (id: ModelId) => (bundled(id) === undefined ? keptText(services, id) : id);
  const model = plan.model === BUNDLED.id ? null : await textOf(plan.model);
  const teacher = plan.teacher === undefined ? null : await textOf(plan.teacher.model);
  const whole =
    (model !== null || plan.model === BUNDLED.id) && (teacher !== null || plan.teacher === undefined);
  return { model, teacher, whole };
}

function asked(model: LinkedModel | null, role: AskedModel["role"]): readonly AskedModel[] {
  return model?.kind === "hub" ? [{ ...model, role }] : [];
}

/** The plan under the link's models, where they are bundled; hub models are offered, unknown ones are reported. */
export function withLinkedModels(services: AppServices, plan: Plan, { model, teacher }: SessionLink): Plan {
  change(services, { asked: [...asked(model, "student"), ...asked(teacher, "teacher")] });
  const named = [model, teacher].flatMap((each) => (each?.kind === "bundled" ? [each.id] : []));
  const unknown = named.find((id) => bundled(id) === undefined);
  if (unknown !== undefined)
    complain(services, {
      kind: "notFound",
      message: `The link asks for the model “${unknown}”, which is not part of this build.`,
    });
  const student = model?.kind === "bundled" ? bundled(model.id) : undefined;
  const teaching = teacher?.kind === "bundled" ? bundled(teacher.id) : undefined;
  if (student !== undefined) services.source = bundledSource(student);
  const answering = student?.id ?? plan.model;
  return {
    ...plan,
    model: answering,
    ...(teaching === undefined || teaching.id === answering
      ? {}
      : { teacher: { model: teaching.id, boxWords: null } }),
  };
}
