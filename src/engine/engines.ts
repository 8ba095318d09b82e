/** Several engines as one: every request goes to the engine in which its model is open. */
import type { ModelId } from "../base/ids.ts";
import { failure, type Outcome } from "../base/outcome.ts";
import { compareByScores } from "./compare-by-scores.ts";
import type { Engine } from "./port.ts";

export interface Engines extends Engine {
  add(engine: Engine): void;
  remove(engine: Engine): void;
}

const NONE = () => failure("workerLost", "The engine is not running.", "Start it again.");

/** A changing set of engines. A request for a model that none of them has goes to the first, which reports that it is not open. */
export function createEngines(): Engines {
  const open = new Set<Engine>();
  const owner = (model: ModelId): Engine | undefined => {
    const all = [...open];
    return all.find((engine) => engine.facts(model) !== null) ?? all[0];
  };
  const ask = <T>(model: ModelId, work: (engine: Engine) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const engine = owner(model);
    return engine === undefined ? Promise.resolve(NONE()) : work(engine);
  };
  return {
    add: (engine) => void open.add(engine),
    remove: (engine) => void open.delete(engine),
    facts: (model) => owner(model)?.facts(model) ?? null,
    async addImage(id, bytes) {
      let added: Awaited<ReturnType<Engine["addImage"]>> = NONE();
      for (const engine of open) {
        added = await engine.addImage(id, bytes);
        if (!added.ok) return added;
      }
      return added;
    },
    removeImage: (id) => {
      for (const engine of open) engine.removeImage(id);
    },
    picture: (request) => ask(request.model, (engine) => engine.picture(request)),
    rollout: (request, signal, onEvent) =>
      ask(request.showing.model, (engine) => engine.rollout(request, signal, onEvent)),
    score: (request, signal, onEvent) =>
      ask(request.showing.model, (engine) => engine.score(request, signal, onEvent)),
    compare: (request, signal, onEvent) => {
      const { student, others } = request.contrast;
      const apart = others.some(({ showing }) => owner(showing.model) !== owner(student.model));
      if (!apart) return ask(student.model, (engine) => engine.compare(request, signal, onEvent));
      const engineOf = ({ model }: { readonly model: ModelId }): Outcome<Engine> => {
        const engine = owner(model);
        return engine === undefined ? NONE() : { ok: true, value: engine };
      };
      return compareByScores(engineOf, request, signal, onEvent);
    },
    logits: (request, signal) => ask(request.showing.model, (engine) => engine.logits(request, signal)),
    likelihood: (request, signal) =>
      ask(request.showing.model, (engine) => engine.likelihood(request, signal)),
    attention: (request, signal) => ask(request.showing.model, (engine) => engine.attention(request, signal)),
    token: async (request, signal) =>
      owner(request.student.model) === owner(request.other.model)
        ? ask(request.student.model, (engine) => engine.token(request, signal))
        : failure(
            "unsupported",
            "The two sides run in different engines, so their rows of logits cannot be compared.",
          ),
    computeWeights: async (request) => {
      const [first] = open;
      return first === undefined ? NONE() : first.computeWeights(request);
    },
    close: () => {
      for (const engine of open) engine.close();
      open.clear();
    },
  };
}
